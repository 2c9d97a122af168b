package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFolderTest {
    private static final String A = "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}";
    private static final String B = "{\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}";

    @TempDir
    Path folder;

    @Test
    void namesAFolderThatIsMissing() {
        assertRefused(folder.resolve("none"), "no such folder");
    }

    @Test
    void namesAFileInPlaceOfAFolder() throws IOException {
        assertRefused(Files.createFile(folder.resolve("model.gguf")), "found a file");
    }

    @Test
    void namesAMissingConfig() {
        assertRefused(folder, "expected a file config.json");
    }

    @Test
    void namesMissingWeights() throws IOException {
        config("{}");
        assertRefused(folder, "expected model.safetensors or model.safetensors.index.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pytorch_model.bin",
                "pytorch_model-00001-of-00002.bin",
                "consolidated.00.pth",
                "model.PT",
                "w.ckpt"
            })
    void refusesPicklesByName(String name) throws IOException {
        config("{}");
        Files.createFile(folder.resolve(name));
        assertRefused(folder, name + ": pickle weights are refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1]|expected a JSON object, found an array",
                "``|expected a JSON object, found nothing",
                "{'a': 1,}|at line 1",
                "{'a': 1, 'a': 2}|Duplicate field 'a'",
                "{'a': 1} x|not valid JSON",
            })
    void refusesBrokenConfigs(String config, String problem) throws IOException {
        config(config.replace('\'', '"'));
        assertRefused(folder, problem);
    }

    @Test
    void namesAMissingModelType() throws IOException {
        config("{\"hidden_size\": 8}");
        RawSafetensors.write(folder, "model.safetensors", A, 4);
        Checkpoint checkpoint = Checkpoint.open(folder);
        assertThatThrownBy(() -> checkpoint.config().modelType())
                .isInstanceOf(InvalidCheckpointException.class)
                .hasMessageContaining("model_type");
        assertThatThrownBy(() -> checkpoint.tensor("b")).hasMessageContaining("expected a tensor 'b'");
    }

    @Test
    void namesTheDamagedFile() throws IOException {
        config("{}");
        RawSafetensors.write(folder, "model.safetensors", A, 3);
        assertRefused(folder, "model.safetensors: tensor 'a' ends at byte 4");
    }

    @Test
    void namesAMissingShard() throws IOException {
        index("{'weight_map':{'a':'s1.safetensors','b':'s2.safetensors'}}");
        RawSafetensors.write(folder, "s1.safetensors", A, 4);
        assertRefused(folder, "shard s2.safetensors, which is missing");
    }

    @Test
    void namesATensorThatItsShardLacks() throws IOException {
        index("{'weight_map':{'a':'s1.safetensors','b':'s1.safetensors'}}");
        RawSafetensors.write(folder, "s1.safetensors", A, 4);
        assertRefused(folder, "places tensor 'b' in s1.safetensors, which lacks it");
    }

    @Test
    void namesATensorThatTheIndexPlacesElsewhere() throws IOException {
        index("{'weight_map':{'a':'s1.safetensors','b':'s2.safetensors'}}");
        RawSafetensors.write(folder, "s1.safetensors", A, 4);
        RawSafetensors.write(folder, "s2.safetensors", A, 4);
        assertRefused(folder, "s2.safetensors: holds tensor 'a'");
    }

    @Test
    void namesATensorThatTheIndexDoesNotKnow() throws IOException {
        index("{'weight_map':{'a':'s1.safetensors','c':'s2.safetensors'}}");
        RawSafetensors.write(folder, "s1.safetensors", A, 4);
        RawSafetensors.write(folder, "s2.safetensors", B, 4);
        assertRefused(folder, "s2.safetensors: holds tensor 'b'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x.safetensors",
                "/etc/x.safetensors",
                "sub/x.safetensors",
                "..",
                "x.bin",
                "",
                ".x.safetensors",
                "a\\\\b.safetensors"
            })
    void refusesShardsOutsideTheFolder(String shard) throws IOException {
        index("{'weight_map':{'a':'" + shard + "'}}");
        assertRefused(folder, "expected the name of a .safetensors file of the same folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{'weight_map':{}}", "{'weight_map':[]}"})
    void refusesAnIndexWithoutAMap(String index) throws IOException {
        index(index);
        assertRefused(folder, "expected an object weight_map");
    }

    private void config(String content) throws IOException {
        Files.writeString(folder.resolve("config.json"), content);
    }

    private void index(String content) throws IOException {
        config("{}");
        Files.writeString(folder.resolve("model.safetensors.index.json"), content.replace('\'', '"'));
    }

    private static void assertRefused(Path folder, String problem) {
        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(problem);
    }
}
