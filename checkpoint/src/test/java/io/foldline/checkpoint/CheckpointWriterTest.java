package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointWriterTest {
    @TempDir
    Path folder;

    @Test
    void copiesByteForByteUnderOneHeader() throws IOException {
        Checkpoint source = Checkpoint.open(Fixtures.path("models/demo"));
        PublishedCheckpoint published = write(new CheckpointWriter(), Drafts.copyOf(source));
        Checkpoint copy = Checkpoint.open(published.folder());
        assertThat(copy.tensors().keySet()).isEqualTo(source.tensors().keySet());
        for (TensorInfo tensor : source.tensors().values()) {
            TensorInfo written = copy.tensor(tensor.name());
            assertThat(written.shape()).isEqualTo(tensor.shape());
            assertThat(written.dtype()).isEqualTo(tensor.dtype());
            assertThat(bytes(written)).isEqualTo(bytes(tensor));
        }
        SafetensorsFile file = SafetensorsFile.read(published.folder().resolve("model.safetensors"));
        assertThat(file.metadata()).isEqualTo(Map.of("format", "pt"));
        assertThat(file.tensors().values())
                .allMatch(tensor -> tensor.offset() % tensor.dtype().bytes() == 0);
        assertThat(published.weightBytes()).isEqualTo(source.weightBytes());
        assertThat(names(published.folder()))
                .containsExactlyInAnyOrder(
                        "config.json",
                        "foldline_manifest.json",
                        "generation_config.json",
                        "model.safetensors",
                        "tokenizer.json",
                        "tokenizer_config.json");
    }

    /** All that transformers wrote: those in the repository, or many families where the full set is at hand. */
    static List<Path> architectures() throws IOException {
        Path parent = Fixtures.path("fixtures/architectures/llama-gqa").resolveSibling("");
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void copiesEveryArchitecture(Path original) throws IOException {
        Checkpoint source = Checkpoint.open(original);
        PublishedCheckpoint published = write(new CheckpointWriter(), Drafts.copyOf(source));
        Checkpoint copy = Checkpoint.open(published.folder());
        assertThat(copy.tensors().keySet()).isEqualTo(source.tensors().keySet());
        for (TensorInfo tensor : source.tensors().values()) {
            assertThat(bytes(copy.tensor(tensor.name()))).isEqualTo(bytes(tensor));
        }
        assertThat(new ObjectMapper()
                        .readTree(published.folder().resolve("config.json").toFile()))
                .isEqualTo(new ObjectMapper()
                        .readTree(source.path().resolve("config.json").toFile()));
    }

    @Test
    void splitsIntoShardsWithAnIndex() throws IOException {
        Checkpoint source = Checkpoint.open(Fixtures.path("fixtures/architectures/llama-gqa"));
        PublishedCheckpoint published = write(new CheckpointWriter(300_000), Drafts.copyOf(source));
        Checkpoint copy = Checkpoint.open(published.folder());
        Set<Path> shards = new LinkedHashSet<>();
        copy.tensors().values().forEach(tensor -> shards.add(tensor.file().getFileName()));
        int count = shards.size();
        assertThat(count).isGreaterThan(3);
        assertThat(shards)
                .allMatch(shard -> shard.toString().matches("model-0000\\d-of-%05d\\.safetensors".formatted(count)));
        for (Path shard : shards) {
            assertThat(Files.size(published.folder().resolve(shard))).isLessThan(310_000);
        }
        JsonNode index = new ObjectMapper()
                .readTree(published
                        .folder()
                        .resolve("model.safetensors.index.json")
                        .toFile());
        assertThat(index.at("/metadata/total_size").longValue()).isEqualTo(source.weightBytes());
        assertThat(index.get("weight_map").size()).isEqualTo(source.tensors().size());
        assertThat(names(published.folder())).doesNotContain("model.safetensors");

        Path joined = folder.resolve("joined");
        new CheckpointWriter().write(Drafts.copyOf(copy), joined, "r2", WriteProgress.SILENT);
        for (TensorInfo tensor : source.tensors().values()) {
            assertThat(bytes(Checkpoint.open(joined).tensor(tensor.name()))).isEqualTo(bytes(tensor));
        }
    }

    @Test
    void aTensorLargerThanAShardGetsItsOwn() throws IOException {
        Checkpoint source = Checkpoint.open(Fixtures.path("fixtures/architectures/llama-gqa"));
        PublishedCheckpoint published = write(new CheckpointWriter(1), Drafts.copyOf(source));
        assertThat(names(published.folder())).hasSize(source.tensors().size() + 4);
        assertThat(Checkpoint.open(published.folder()).parameters()).isEqualTo(source.parameters());
    }

    @Test
    void dropsRenamesAndComputesWithOneRounding() throws IOException {
        Checkpoint source = Checkpoint.open(Fixtures.path("models/stories260k"));
        // Between 1 and 1 + 2^-7, just above the middle: rounding to float first would give 1.
        double value = 1 + 0x1p-8 + 0x1p-40;
        List<OutputTensor> tensors = List.of(
                new OutputTensor.Copied("renamed", source.tensor("model.norm.weight")),
                computed(DType.BF16, value, -value),
                computed(DType.F16, 1 + 0x1p-11 + 0x1p-40, 65504),
                computed(DType.F32, 0.1, 1e-46),
                computed(DType.F64, 0.1, Double.NaN));
        Path written = write(
                        new CheckpointWriter(),
                        new CheckpointDraft(source, source.config(), tensors, Map.of("README.md", "hello")))
                .folder();
        Checkpoint copy = Checkpoint.open(written);
        assertThat(copy.tensors().keySet()).containsExactlyInAnyOrder("renamed", "BF16", "F16", "F32", "F64");
        assertThat(bytes(copy.tensor("renamed"))).isEqualTo(bytes(source.tensor("model.norm.weight")));
        assertThat(TensorReader.doubles(copy.tensor("BF16"))).containsExactly(1 + 0x1p-7, -1 - 0x1p-7);
        assertThat(TensorReader.doubles(copy.tensor("F16"))).containsExactly(1 + 0x1p-10, 65504);
        assertThat(TensorReader.doubles(copy.tensor("F32"))).containsExactly(0.1f, 0);
        assertThat(TensorReader.doubles(copy.tensor("F64"))).containsExactly(0.1, Double.NaN);
        assertThat(copy.tensors().values())
                .allMatch(tensor -> tensor.offset() % tensor.dtype().bytes() == 0);
        assertThat(written.resolve("README.md")).hasContent("hello");
    }

    @Test
    void namesAValueThatDoesNotFit() throws IOException {
        Checkpoint source = Checkpoint.open(Fixtures.path("models/stories260k"));
        CheckpointDraft draft =
                new CheckpointDraft(source, source.config(), List.of(computed(DType.F16, 1, 65520)), Map.of());
        assertThatThrownBy(() -> write(new CheckpointWriter(), draft))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("tensor 'F16': the value 65520.0 is too large for its dtype F16");
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void carriesOverWhatBelongsToTheModelAndNothingElse() throws IOException {
        Path original = folder.resolve("original");
        Files.createDirectories(original.resolve("additional_chat_templates"));
        Files.createDirectories(original.resolve("runs"));
        Path demo = Fixtures.path("fixtures/architectures/llama-gqa");
        Files.copy(demo.resolve("config.json"), original.resolve("config.json"));
        Files.copy(demo.resolve("model.safetensors"), original.resolve("model.safetensors"));
        List<String> carried = List.of(
                "LICENSE",
                "NOTICE.txt",
                "tokenizer.model",
                "vocab.json",
                "merges.txt",
                "special_tokens_map.json",
                "generation_config.json",
                "chat_template.jinja",
                "preprocessor_config.json",
                "modeling_own.py",
                "additional_chat_templates/tool.jinja");
        List<String> left = List.of(
                "README.md",
                ".gitattributes",
                "pytorch_model.bin",
                "pytorch_model.bin.index.json",
                "x.pt",
                "tf_model.h5",
                "adapter_model.safetensors",
                "model.onnx",
                "model.gguf",
                "runs/log",
                "foldline_manifest.json",
                "foldline_run.yaml",
                "report.html");
        for (String name : concat(carried, left)) {
            Files.writeString(original.resolve(name), name);
        }
        Path copy = folder.resolve("copy");
        new CheckpointWriter().write(Drafts.copyOf(Checkpoint.open(original)), copy, "r1", WriteProgress.SILENT);
        assertThat(names(copy))
                .containsExactlyInAnyOrderElementsOf(
                        concat(carried, List.of("config.json", "model.safetensors", "foldline_manifest.json")));
        assertThat(copy.resolve("additional_chat_templates/tool.jinja"))
                .hasContent("additional_chat_templates/tool.jinja");
    }

    @Test
    void theManifestHoldsEveryFileButTheCard() throws IOException {
        Checkpoint source = Checkpoint.open(Fixtures.path("models/stories260k"));
        CheckpointDraft plain = Drafts.copyOf(source);
        CheckpointDraft draft =
                new CheckpointDraft(source, plain.config(), plain.tensors(), Map.of("README.md", "card", "NOTES", "n"));
        PublishedCheckpoint published = write(new CheckpointWriter(), draft);
        Manifest manifest = Manifest.read(published.folder()).orElseThrow();
        assertThat(manifest.run()).isEqualTo("r1");
        assertThat(manifest.files().stream().map(Manifest.Entry::name))
                .isSorted()
                .containsExactlyInAnyOrder(
                        "NOTES",
                        "config.json",
                        "generation_config.json",
                        "model.safetensors",
                        "special_tokens_map.json",
                        "tokenizer.json",
                        "tokenizer_config.json");
        Manifest.Entry notes = manifest.files().get(0);
        assertThat(notes.bytes()).isEqualTo(1);
        // printf n | sha256sum
        assertThat(notes.sha256()).isEqualTo("1b16b1df538ba12dc3f97edbb85caa7050d46c148134290feba80f8236c83db9");
        assertThat(published.digest())
                .isEqualTo(Manifest.digest(published.folder()))
                .hasSize(64);
        assertThat(manifest.firstDifference(published.folder())).isEmpty();
    }

    private PublishedCheckpoint write(CheckpointWriter writer, CheckpointDraft draft) throws IOException {
        return writer.write(draft, folder.resolve("out"), "r1", WriteProgress.SILENT);
    }

    private static OutputTensor computed(DType dtype, double... values) {
        return new OutputTensor.Computed(new TensorSpec(dtype.name(), dtype, List.of((long) values.length)), sink -> {
            for (double value : values) {
                sink.write(new double[] {value});
            }
        });
    }

    private static byte[] bytes(TensorInfo tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.bytes());
        try (FileChannel channel = FileChannel.open(tensor.file())) {
            channel.read(bytes, tensor.offset());
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
