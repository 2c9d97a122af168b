package io.foldline.scorer;

import io.foldline.model.SampleBatch;
import io.foldline.model.TokenSelection;
import io.foldline.pruning.BlockSelector;
import io.foldline.pruning.BlockSelectors;
import java.util.Arrays;

/** How far apart the hidden states in front of and behind a candidate cut are; summed in float64. */
public enum Distance {
    /** {@code acos(cos(x, y))/π} at one token of each sample: the last one of a text, as in Gromov et al. 2024, the class token of an image. */
    ANGULAR("angular") {
        @Override
        TokenSelection tokens(SampleBatch batch) {
            return TokenSelection.summary(batch);
        }
    },
    /** {@code 1 − cos(x, y)} at every real token (Shopkhoev et al. 2025, equation 4). */
    COSINE("cosine") {
        @Override
        TokenSelection tokens(SampleBatch batch) {
            return TokenSelection.all(batch);
        }
    };

    /** Methods of two n×d matrices of hidden states; each gives the sum over the n tokens. */
    static final String SCRIPT = """
            def unit(self, x: Tensor) -> Tensor:
              x64 = x.to(torch.float64)
              return torch.div(x64, torch.clamp_min(torch.linalg_vector_norm(x64, 2, [-1], True), 1e-300))
            def angular(self, x: Tensor, y: Tensor) -> float:
              cosines = torch.sum(torch.mul(self.unit(x), self.unit(y)), [-1])
              return float(torch.div(torch.sum(torch.acos(torch.clamp(cosines, -1.0, 1.0))), 3.141592653589793))
            def cosine(self, x: Tensor, y: Tensor) -> float:
              cosines = torch.sum(torch.mul(self.unit(x), self.unit(y)), [-1])
              return float(torch.sum(torch.rsub(cosines, 1.0)))
            """;

    private final String name;

    Distance(String name) {
        this.name = name;
    }

    /** The distance that a selector compares by; block influence is the cosine distance of one block. */
    public static Distance of(BlockSelector selector) {
        return Arrays.stream(values())
                .filter(distance -> distance.name.equals(selector.name())
                        || (distance == COSINE && selector.equals(BlockSelectors.BI)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no distance for selector " + selector.name()));
    }

    /** The tokens whose distances count. */
    abstract TokenSelection tokens(SampleBatch batch);

    /** The method in {@link #SCRIPT}. */
    String method() {
        return name;
    }
}
