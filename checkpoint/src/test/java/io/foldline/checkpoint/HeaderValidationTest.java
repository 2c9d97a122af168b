package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderValidationTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|0|must be a JSON object",
                "7|0|must be a JSON object",
                "{|0|not valid JSON",
                "{'a':1}|0|entry of tensor 'a' must be an object",
                "{} {}|0|one JSON object",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}x|4|not valid JSON",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|8|names 'a' twice",
                "{'a':{'dtype':'F32','dtype':'F32','shape':[1],'data_offsets':[0,4]}}|4|'dtype' twice",
                "{'a':{'dtype':'Q4','shape':[1],'data_offsets':[0,4]}}|4|unknown dtype 'Q4'",
                "{'a':{'dtype':'f32','shape':[1],'data_offsets':[0,4]}}|4|unknown dtype 'f32'",
                "{'a':{'dtype':4,'shape':[1],'data_offsets':[0,4]}}|4|must be a string",
                "{'a':{'shape':[1],'data_offsets':[0,4]}}|4|no dtype",
                "{'a':{'dtype':'F32','data_offsets':[0,4]}}|4|no shape",
                "{'a':{'dtype':'F32','shape':[1]}}|4|no data_offsets",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'strides':[1]}}|4|unknown entry 'strides'",
                "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}|4|found -1",
                "{'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}}|4|whole numbers",
                "{'a':{'dtype':'F32','shape':['1'],'data_offsets':[0,4]}}|4|whole numbers",
                "{'a':{'dtype':'F32','shape':1,'data_offsets':[0,4]}}|4|must be an array",
                "{'a':{'dtype':'F32','shape':[18446744073709551617],'data_offsets':[0,4]}}|4|18446744073709551617",
                "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,0]}}|0|too large",
                "{'a':{'dtype':'F32','shape':[3037000500,3037000500],'data_offsets':[0,4]}}|4|too large",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}}|4|two data_offsets",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}}|4|two data_offsets",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}|4|needs 4 bytes, its data_offsets give -4",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}|4|needs 8 bytes",
                "{'a':{'dtype':'F32','shape':[],'data_offsets':[0,8]}}|8|needs 4 bytes",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|3|truncated",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|6|2 trailing bytes",
                "{}|1|1 trailing bytes",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|8|expected 0: bytes in front of it are unused",
                "{'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'b':{'dtype':'U8','shape':[4],'data_offsets':[5,9]}}|9|unused",
                "{'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'b':{'dtype':'U8','shape':[4],'data_offsets':[2,6]}}|6|overlaps",
                "{'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'b':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}}|4|overlaps",
                "{'__metadata__':[]}|0|'__metadata__' must be an object",
                "{'__metadata__':{'format':1}}|0|'format' must be a string",
                "{'__metadata__':{'a':'x','a':'y'}}|0|names 'a' twice",
                "{'__metadata__':{},'__metadata__':{}}|0|names '__metadata__' twice",
            })
    void refuses(String header, int dataBytes, String problem) throws IOException {
        Path file = RawSafetensors.write(folder, "model.safetensors", header.replace('\'', '"'), dataBytes);
        assertThatThrownBy(() -> SafetensorsFile.read(file))
                .isInstanceOf(InvalidCheckpointException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(problem);
    }

    @Test
    void refusesFilesThatEndTooEarly() throws IOException {
        assertRefused(new byte[7], "at least 8 bytes, found 7");
        assertRefused(length(100), "truncated");
        assertRefused(length(100_000_001), "up to 100000000 bytes, found 100000001");
        assertRefused(length(-1), "found 18446744073709551615");
    }

    @Test
    void namesAMissingFile() {
        Path missing = folder.resolve("none.safetensors");
        assertThatThrownBy(() -> SafetensorsFile.read(missing))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none.safetensors: no such file");
    }

    @Test
    void acceptsScalarsEmptyTensorsMetadataAndPadding() throws IOException {
        String header = "{\"__metadata__\":{\"format\":\"pt\",\"ü\":\"é\"},"
                + "\"none\":{\"dtype\":\"I64\",\"shape\":[0,4611686018427387904],\"data_offsets\":[4,4]},"
                + "\"one\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}     ";
        SafetensorsFile file = SafetensorsFile.read(RawSafetensors.write(folder, "a.safetensors", header, 4));
        assertThat(file.metadata()).containsEntry("format", "pt").containsEntry("ü", "é");
        assertThat(file.tensors().keySet()).containsExactly("one", "none");
        assertThat(file.tensor("one").shape()).isEqualTo(List.of());
        assertThat(file.tensor("one").elements()).isEqualTo(1);
        assertThat(file.tensor("none").bytes()).isZero();
        assertThatThrownBy(() -> file.tensor("two")).hasMessageContaining("expected a tensor 'two'");
    }

    private void assertRefused(byte[] content, String problem) throws IOException {
        Path file = Files.write(folder.resolve("short.safetensors"), content);
        assertThatThrownBy(() -> SafetensorsFile.read(file))
                .isInstanceOf(InvalidCheckpointException.class)
                .hasMessageContaining(problem);
    }

    private static byte[] length(long length) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
    }
}
