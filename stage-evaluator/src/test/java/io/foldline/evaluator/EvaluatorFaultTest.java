package io.foldline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.model.ComputeOptions;
import io.foldline.stage.CancelledException;
import io.foldline.stage.ProgressListener;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorFaultTest {
    private static final ComputeOptions CPU = ComputeOptions.parse("cpu", "f32");

    @TempDir
    Path folder;

    @Test
    void itemWhoseLikelihoodIsNotFiniteIsNamed() throws IOException {
        Path model = copyOfStories();
        // The embedding is also the head, so no text is spared; the shortest is met first.
        spoil(model, "model.embed_tokens.weight", 261);
        Path texts = Files.writeString(folder.resolve("texts.txt"), "Once upon a time\n\na");
        assertThatThrownBy(() -> evaluate(model, "ppl:" + texts))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("ppl:" + texts + ", text 2: ")
                .hasMessageContaining("NaN");
    }

    @Test
    void textsOfFewerThanTwoTokensCountForNothing() throws IOException {
        Path texts = Files.writeString(folder.resolve("texts.jsonl"), "{\"text\": \"\"}\n{\"text\": \"a\"}\n");
        List<TaskFigures> figures = evaluate(Fixtures.path("models/stories260k"), "ppl:" + texts);
        assertThat(figures).singleElement().extracting(TaskFigures::items).isEqualTo(1L);
    }

    @Test
    void nothingToMeasureIsAnError() throws IOException {
        Path texts = Files.writeString(folder.resolve("texts.jsonl"), "{\"text\": \"\"}\n");
        assertThatThrownBy(() -> evaluate(Fixtures.path("models/stories260k"), "ppl:" + texts))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(texts.toString())
                .hasMessageContaining("two tokens");
    }

    @Test
    void listenerCanEndTheWork() throws IOException {
        Path texts = Files.writeString(folder.resolve("texts.txt"), "one text\n\nand another");
        ProgressListener cancelling = (done, total, unit) -> {
            throw new CancelledException("enough");
        };
        Evaluation evaluation = new Evaluation(Tasks.of("ppl:" + texts), null, null);
        assertThatThrownBy(() ->
                        evaluation.evaluate(Fixtures.path("models/stories260k"), CPU, Tasks.listening(cancelling)))
                .isInstanceOf(CancelledException.class);
    }

    private static List<TaskFigures> evaluate(Path model, String task) throws IOException {
        return new Evaluation(Tasks.of(task), null, null).evaluate(model, CPU, Tasks.listening(ProgressListener.NONE));
    }

    private Path copyOfStories() throws IOException {
        Path source = Fixtures.path("models/stories260k");
        Path copy = Files.createDirectory(folder.resolve("model"));
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
            Files.copy(source.resolve(name), copy.resolve(name));
        }
        return copy;
    }

    /** Makes the first number of a row NaN. */
    private static void spoil(Path model, String name, int row) throws IOException {
        TensorInfo tensor = Checkpoint.open(model).tensor(name);
        long position =
                tensor.offset() + row * tensor.shape().get(1) * tensor.dtype().bytes();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(Float.NaN).flip();
        try (FileChannel file = FileChannel.open(tensor.file(), StandardOpenOption.WRITE)) {
            file.write(bytes, position);
        }
    }
}
