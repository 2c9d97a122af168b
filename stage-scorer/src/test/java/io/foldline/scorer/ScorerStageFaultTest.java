package io.foldline.scorer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.event.TaskId;
import io.foldline.model.ModelCache;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorerStageFaultTest {
    @TempDir
    private Path directory;

    @Test
    void activationsThatAreNotFiniteAreNamedByBlockAndSample() throws IOException {
        Path model = copyOfStories();
        // Finite weights whose products are not.
        overwrite(model, "model.layers.3.mlp.down_proj.weight", Float.MAX_VALUE);
        RunRequested request = Requests.stories(directory.resolve("pruned"), 8)
                .setModel(model.toUri().toString())
                .build();
        try (ModelCache models = new ModelCache()) {
            ScorerStage stage = new ScorerStage(models, new TokenizedSamples());
            InProcess inProcess = new InProcess(new FileArtifactStore(directory.toUri()));
            assertThatThrownBy(() -> inProcess.run(stage, request))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("block 3: a hidden state of calibration sample")
                    .hasMessageContaining("not finite");
        }
    }

    @Test
    void textsThatHoldNoTokenAreRefused() {
        RunRequested request = Requests.stories(directory.resolve("pruned"), 8).build();
        try (ModelCache models = new ModelCache()) {
            ScorerStage stage = new ScorerStage(models, new TokenizedSamples());
            TaskId task = new TaskId("run-1", "scorer", 0, 1, 0, 0);
            ScoreResult empty = new ScoreResult(task, 0L, 0L, List.of(0.0, 0.0, 0.0, 0.0), 0.0, List.of(), List.of());
            assertThatThrownBy(() -> stage.gather(request, List.of(empty)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("no token");
        }
    }

    private Path copyOfStories() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("model"));
        try (Stream<Path> files = Files.list(Fixtures.path("models/stories260k"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static void overwrite(Path model, String tensor, float value) throws IOException {
        TensorInfo info = Checkpoint.open(model).tensor(tensor);
        ByteBuffer data = ByteBuffer.allocate((int) info.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        while (data.hasRemaining()) {
            data.putFloat(value);
        }
        try (FileChannel channel = FileChannel.open(info.file(), StandardOpenOption.WRITE)) {
            channel.write(data.flip(), info.offset());
        }
    }
}
