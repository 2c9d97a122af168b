package io.foldline.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.util.List;
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
                .hasMessage("Unknown method \"magic\"; known are: auto, diagonal, gain, laco, ls-to-identity,"
                        + " orthogonal, prune-and-comp, reconstruct, refit-down, replaceme-ls, uidl, weighted-ls.");
        assertThatThrownBy(() -> BlockSelectors.named("magic"))
                .isInstanceOf(InputException.class)
                .hasMessage("Unknown selector \"magic\"; known are: angular, cosine, sleb.");
    }

    @Test
    void refusesTwoEntriesOfOneName() {
        assertThatThrownBy(() -> new Catalogue<>("letter", String::toString, List.of("a", "a")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
