package io.foldline.solver;

import io.foldline.checkpoint.DType;
import io.foldline.checkpoint.TensorSpec;
import io.foldline.event.ArtifactReference;
import io.foldline.passes.SavedSteps;
import io.foldline.pruning.ActivationsFile;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.TransformSearch;
import io.foldline.schemas.Trust;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;

/** Searches on problems whose rows are known: {@code M T} is to meet R, or {@code M T + Y} X with {@code X = Y + R}. */
record Searches(Path folder) {
    Searches {
        Trust.contracts();
    }

    /** Options by name and value in turn. */
    static TransformSearch options(String... named) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < named.length; i += 2) {
            options.put(named[i], named[i + 1]);
        }
        return TransformSearch.of(PruningMethods.REPLACE_ME_COSINE, options).orElseThrow();
    }

    /**
     * The activations of a problem in files.
     *
     * @param residual Y
     * @param files how many
     */
    TokenActivations activations(Problem problem, DMatrixRMaj residual, int files) throws IOException {
        FileArtifactStore store = new FileArtifactStore(folder.toUri());
        List<ArtifactReference> written = new ArrayList<>();
        int tokens = problem.mlp().numRows;
        for (int i = 0; i < files; i++) {
            int first = tokens * i / files;
            int end = tokens * (i + 1) / files;
            written.add(store.put("%d-of-%d".formatted(i, files), file -> write(file, problem, residual, first, end)));
        }
        return TokenActivations.open(written, 0, context(store));
    }

    private static void write(Path file, Problem problem, DMatrixRMaj residual, int first, int end)
            throws IOException {
        int width = residual.numCols;
        ByteBuffer bytes = ByteBuffer.allocate((end - first) * ActivationsFile.PARTS * width * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int row = first; row < end; row++) {
            for (int j = 0; j < width; j++) {
                bytes.putDouble(problem.mlp().get(row, j));
            }
            for (int j = 0; j < width; j++) {
                bytes.putDouble(residual.get(row, j));
            }
            for (int j = 0; j < width; j++) {
                bytes.putDouble(residual.get(row, j) + problem.target().get(row, j));
            }
        }
        TensorSpec rows = new TensorSpec(
                ActivationsFile.tensor(0),
                DType.F64,
                List.of((long) end - first, (long) ActivationsFile.PARTS, (long) width));
        ActivationsFile.write(file, Map.of(rows, List.of(bytes.flip())));
    }

    private static WorkContext context(FileArtifactStore store) {
        return new Alone(store);
    }

    /** What is found. */
    DMatrixRMaj find(TokenActivations tokens, TransformSearch search) throws IOException {
        return new SearchedTransform(search, 1, new EjmlAlgebra())
                .find(
                        tokens,
                        new SavedSteps(context(new FileArtifactStore(folder.toUri())), "task"),
                        (done, most) -> {});
    }
}
