package io.foldline.pruning;

import static io.foldline.pruning.BlockMap.ATTENTION_INPUT;
import static io.foldline.pruning.BlockMap.ATTENTION_OUTPUT;
import static io.foldline.pruning.BlockMap.MLP_INPUT;
import static io.foldline.pruning.BlockMap.MLP_OUTPUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RefitWalkTest {
    /** Kept are 0, 1, 4 and 6. */
    private static final PruningPlan PLAN = new PruningPlan(7, List.of(new Cut(1, 2), new Cut(4, 1)));

    @Test
    void frontsAreTheMapsInFrontOfTheCuts() {
        assertThat(RefitWalk.FRONTS.steps(PLAN))
                .containsExactly(new RefitStep(1, MLP_OUTPUT, 3), new RefitStep(4, MLP_OUTPUT, 5));
    }

    @Test
    void outputsGoFromTheFirstCutToTheEnd() {
        assertThat(RefitWalk.OUTPUTS.steps(PLAN))
                .containsExactly(
                        new RefitStep(1, MLP_OUTPUT, 3),
                        new RefitStep(4, ATTENTION_OUTPUT, 4),
                        new RefitStep(4, MLP_OUTPUT, 5),
                        new RefitStep(6, ATTENTION_OUTPUT, 6),
                        new RefitStep(6, MLP_OUTPUT, 6));
    }

    @Test
    void allAlignsWhatReadsBeforeWhatWrites() {
        assertThat(RefitWalk.ALL.steps(PLAN))
                .containsExactly(
                        new RefitStep(1, ATTENTION_OUTPUT, 3),
                        new RefitStep(1, MLP_INPUT, 1),
                        new RefitStep(1, MLP_OUTPUT, 3),
                        new RefitStep(4, ATTENTION_INPUT, 4),
                        new RefitStep(4, ATTENTION_OUTPUT, 5),
                        new RefitStep(4, MLP_INPUT, 4),
                        new RefitStep(4, MLP_OUTPUT, 5),
                        new RefitStep(6, ATTENTION_INPUT, 6),
                        new RefitStep(6, ATTENTION_OUTPUT, 6),
                        new RefitStep(6, MLP_INPUT, 6),
                        new RefitStep(6, MLP_OUTPUT, 6));
    }
}
