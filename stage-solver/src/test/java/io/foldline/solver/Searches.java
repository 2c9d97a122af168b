package io.foldline.solver;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsWriter;
import io.foldline.event.ArtifactReference;
import io.foldline.passes.SavedSteps;
import io.foldline.pruning.ActivationsFile;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.TransformSearch;
import io.foldline.schemas.Trust;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.WorkContext;
import java.io.IOException;
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

    private static void write(Path file, Problem problem, DMatrixRMaj residual, int first, int end) throws IOException {
        int width = residual.numCols;
        double[] values = new double[(end - first) * ActivationsFile.PARTS * width];
        for (int row = first; row < end; row++) {
            int at = (row - first) * ActivationsFile.PARTS * width;
            for (int j = 0; j < width; j++) {
                values[at + j] = problem.mlp().get(row, j);
                values[at + width + j] = residual.get(row, j);
                values[at + 2 * width + j] =
                        residual.get(row, j) + problem.target().get(row, j);
            }
        }
        DoubleTensor rows =
                new DoubleTensor(List.of((long) end - first, (long) ActivationsFile.PARTS, (long) width), values);
        SafetensorsWriter.write(file, Map.of(ActivationsFile.tensor(0), rows));
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
