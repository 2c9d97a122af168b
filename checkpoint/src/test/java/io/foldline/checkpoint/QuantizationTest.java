package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizationTest {
    private static final String PLAIN = "'model.layers.0.mlp.down_proj.weight':F32";

    @TempDir
    Path folder;

    /** What the configurations of published checkpoints say. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'quantization_config':{'quant_method':'gptq','bits':4,'desc_act':true}}|GPTQ",
                "{'quantization_config':{'bits':4,'desc_act':true,'group_size':128}}|GPTQ",
                "{'quantization_config':{'quant_method':'awq','zero_point':true,'version':'gemm'}}|AWQ",
                "{'quantization_config':{'zero_point':true,'w_bit':4}}|AWQ",
                "{'quantization_config':{'quant_method':'bitsandbytes','load_in_4bit':true}}|bitsandbytes",
                "{'quantization_config':{'load_in_8bit':true,'llm_int8_threshold':6.0}}|bitsandbytes",
                "{'quantization_config':{'quant_method':'compressed-tensors','format':'pack-quantized'}}|compressed-tensors",
                "{'compression_config':{'quant_method':'compressed-tensors'}}|compressed-tensors",
                "{'quantization_config':{'quant_method':'fp8','weight_block_size':[128,128]}}|FP8",
                "{'quantization_config':{'quant_method':'mxfp4'}}|MXFP4",
                "{'quantization_config':{'quant_method':'novel'}}|'novel'",
                "{'quantization_config':{'bits':3}}|a method that is not named",
                "{'text_config':{'quantization_config':{'quant_method':'awq'}}}|AWQ",
            })
    void isNamedByTheConfiguration(String config, String method) throws IOException {
        write(config, PLAIN);
        assertRefused(method, "config.json says");
    }

    /** What the tensors of such checkpoints are called where the configuration has lost the word. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'l.qweight':I32 'l.qzeros':I32 'l.g_idx':I32|GPTQ",
                "'l.qweight':I32 'l.qzeros':I32|AWQ or GPTQ",
                "'l.weight':U8 'l.weight.absmax':U8 'l.weight.quant_state.bitsandbytes__nf4':U8|bitsandbytes",
                "'l.weight.quant_state.bitsandbytes__fp4':U8|bitsandbytes",
                "'l.SCB':F32 'l.weight':I8|bitsandbytes",
                "'l.weight_packed':I32 'l.weight_scale':F32|compressed-tensors",
                "'l.weight':F8_E4M3 'l.weight_scale_inv':F32|FP8",
                "'l.weight':F8_E5M2|FP8",
                "'mlp.experts.down_proj_blocks':U8 'mlp.experts.down_proj_scales':U8|MXFP4",
                "'l.weight':I8|packing integers",
            })
    void isNamedByTheTensors(String tensors, String method) throws IOException {
        write("{'model_type':'llama'}", tensors);
        assertRefused(method, "shows");
    }

    @Test
    void anEmptyDeclarationIsNone() throws IOException {
        write("{'quantization_config':null,'compression_config':{}}", PLAIN + " 'model.rotary_emb.position_ids':I64");
        assertThat(Checkpoint.open(folder).tensors()).hasSize(2);
    }

    @Test
    void ggufIsNamed() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        Files.writeString(folder.resolve("model-Q4_K_M.gguf"), "GGUF");
        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(InvalidCheckpointException.class)
                .hasMessageContainingAll("model-Q4_K_M.gguf", "GGUF", "model.safetensors");
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(InvalidCheckpointException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("quantized by")
                .hasMessageContaining("the checkpoint that it was made from")
                .hasMessageContainingAll(parts);
    }

    /** Tensors of eight elements each. */
    private void write(String config, String tensors) throws IOException {
        Files.writeString(folder.resolve("config.json"), config.replace('\'', '"'));
        StringBuilder header = new StringBuilder("{");
        int offset = 0;
        for (String tensor : tensors.split(" ")) {
            String[] parts = tensor.split(":");
            int end = offset + 8 * DType.valueOf(parts[1]).bytes();
            header.append(offset == 0 ? "" : ",")
                    .append("%s:{'dtype':'%s','shape':[8],'data_offsets':[%d,%d]}"
                            .formatted(parts[0], parts[1], offset, end));
            offset = end;
        }
        RawSafetensors.write(
                folder, "model.safetensors", header.append("}").toString().replace('\'', '"'), offset);
    }
}
