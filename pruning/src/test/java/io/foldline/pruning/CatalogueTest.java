package io.foldline.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    @Test
    void findsMethodsAndSelectorsByName() {
        assertThat(PruningMethods.named("uidl").folds()).isFalse();
        assertThat(PruningMethods.named("replaceme-ls").folds()).isTrue();
        assertThat(BlockSelectors.named("cosine")).isSameAs(BlockSelectors.COSINE);
    }

    @Test
    void unknownNameListsTheKnownOnes() {
        assertThatThrownBy(() -> PruningMethods.named("magic"))
                .isInstanceOf(InputException.class)
                .hasMessage("Unknown method \"magic\"; known are: "
                        + PruningMethods.all().stream().map(PruningMethod::name).collect(Collectors.joining(", "))
                        + ".");
        assertThatThrownBy(() -> BlockSelectors.named("magic"))
                .isInstanceOf(InputException.class)
                .hasMessage("Unknown selector \"magic\"; known are: "
                        + BlockSelectors.all().stream().map(BlockSelector::name).collect(Collectors.joining(", "))
                        + ".");
    }

    @Test
    void selectorsOfSingleBlocksSpareTheFirstAndTheProtectedOnes() {
        assertThat(BlockSelectors.SLEB.candidates(4, Map.of())).containsExactly(1, 2, 3);
        assertThat(BlockSelectors.BI.candidates(4, Map.of())).containsExactly(1, 2, 3);
        assertThat(BlockSelectors.TAYLOR.candidates(10, Map.of("protect-first", "4", "protect-last", "2")))
                .containsExactly(4, 5, 6, 7);
        assertThat(BlockSelectors.LOSS.candidates(4, Map.of("protect-last", "9")))
                .isEmpty();
    }

    @Test
    void refusesTwoEntriesOfOneName() {
        assertThatThrownBy(() -> new Catalogue<>("letter", String::toString, List.of("a", "a")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
