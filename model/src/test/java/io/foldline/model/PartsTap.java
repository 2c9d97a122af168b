package io.foldline.model;

import ai.djl.ndarray.NDArray;
import java.io.IOException;

/** Shows what each block and its MLP give, under the names that golden files use. */
record PartsTap(Show show) implements BlockTap {
    /** Takes a part. */
    interface Show {
        void part(String name, NDArray values) throws IOException;
    }

    @Override
    public void accept(BlockStates states) throws IOException {
        show.part("block_output." + states.block(), states.output());
        show.part("mlp_output." + states.block(), states.mlpOutput());
    }

    @Override
    public boolean wantsParts(int block) {
        return true;
    }
}
