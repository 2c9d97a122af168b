package io.foldline.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.InputException;
import io.foldline.model.torch.TorchScript;

/** Picks hidden states of tokens out of a padded batch, and refuses numbers that are not finite. */
public final class TokenRows implements AutoCloseable {
    private final TorchScript script = TorchScript.compile("token-rows", """
            def pick(self, hidden: Tensor, rows: Tensor) -> Tensor:
              return torch.index_select(torch.flatten(hidden, 0, 1), 0, rows)
            def range(self, rows: Tensor, first: int, count: int) -> Tensor:
              return torch.clone(torch.narrow(rows, 0, first, count))
            def broken(self, rows: Tensor) -> Tensor:
              return torch.any(torch.logical_not(torch.isfinite(rows)), -1)
            """);

    /**
     * Picks the hidden states of a selection, a copy.
     *
     * @param scope owns the result, n×d, in the dtype of {@code hidden}
     * @param block whose hidden states these are, for the message
     * @param hidden sequences × length × d
     * @throws InputException if one is not finite; names the block and the sample
     */
    public NDArray pick(NDManager scope, int block, NDArray hidden, TokenSelection selection) {
        try (NDArray index = scope.create(selection.rows())) {
            NDArray rows = script.tensor(scope, "pick", hidden, index);
            requireFinite(scope, block, rows, selection);
            return rows;
        }
    }

    /** Consecutive rows, a copy, owned by {@code scope}. */
    public NDArray range(NDManager scope, NDArray rows, int first, int count) {
        return script.tensor(scope, "range", rows, first, count);
    }

    private void requireFinite(NDManager scope, int block, NDArray rows, TokenSelection selection) {
        try (NDArray broken = script.tensor(scope, "broken", rows)) {
            boolean[] flags = broken.toBooleanArray();
            for (int token = 0; token < flags.length; token++) {
                if (flags[token]) {
                    throw new InputException(
                            "block %d: a hidden state of calibration sample %d (counted from 0) is not finite; check the weights of the blocks up to it for NaN, or compute in f32."
                                    .formatted(block, selection.sample(token)));
                }
            }
        }
    }

    @Override
    public void close() {
        script.close();
    }
}
