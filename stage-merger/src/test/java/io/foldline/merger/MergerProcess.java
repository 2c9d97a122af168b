package io.foldline.merger;

import io.foldline.event.Fold;
import io.foldline.event.TransformsSolved;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A merger in a process of its own, that stands still in the middle of the weights and can be killed there. */
final class MergerProcess {
    private MergerProcess() {}

    /** Starts it; returns once it stands still. */
    static Process startAndAwait(Path folder, Path model, Path output) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MergerProcess.class.getName(),
                        folder.toString(),
                        model.toString(),
                        output.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("merger.log").toFile())
                .start();
        while (!Files.exists(halfway(folder))) {
            if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(folder.resolve("merger.log")));
            }
            Thread.sleep(20);
        }
        return process;
    }

    private static Path halfway(Path folder) {
        return folder.resolve("halfway");
    }

    static TransformsSolved solved(Path folder, Path model, Path output) throws IOException {
        FileArtifactStore artifacts =
                new FileArtifactStore(folder.resolve("artifacts").toUri());
        Fold fold = Runs.fold(artifacts, 2, new GoldenFold(model).transform());
        return Runs.solved(Runs.request("r1", "replaceme-ls", model, output), 6, 2, 2, List.of(fold));
    }

    /** Folder for signs, model, output. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        InProcess runner =
                new InProcess(new FileArtifactStore(folder.resolve("artifacts").toUri()), 1, (done, total, unit) -> {
                    if (done > total / 2) {
                        standStill(folder);
                    }
                });
        runner.run(new MergerStage(), solved(folder, Path.of(arguments[1]), Path.of(arguments[2])));
    }

    private static void standStill(Path folder) {
        try {
            Files.createFile(halfway(folder));
            Thread.currentThread().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
