package io.foldline.benchmarks.merge;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsWriter;
import io.foldline.checkpoint.SmallFloat;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * Makes a Llama checkpoint of 20 GB in bfloat16 that takes hardly any space: a real header before zeros that are not on
 * disk, save for the matrices that take a transform, which hold noise. Arguments: folder, number of blocks, the blocks that
 * take a transform. Beside the checkpoint it puts {@code transform.safetensors}.
 */
public final class Synthesize {
    static final int WIDTH = 4096;
    static final int INNER = 19_456;
    private static final int KEYS = 1024;
    private static final int VOCABULARY = 128_256;

    private final ObjectMapper json = new ObjectMapper();
    private final ObjectNode header = json.createObjectNode();
    private long offset;

    private Synthesize() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int blocks = Integer.parseInt(arguments[1]);
        new Synthesize().write(folder, blocks, arguments);
    }

    private void write(Path folder, int blocks, String[] arguments) throws IOException {
        Files.writeString(folder.resolve("config.json"), config(blocks));
        add("model.embed_tokens.weight", VOCABULARY, WIDTH);
        for (int block = 0; block < blocks; block++) {
            String prefix = "model.layers." + block + ".";
            add(prefix + "input_layernorm.weight", WIDTH);
            add(prefix + "self_attn.q_proj.weight", WIDTH, WIDTH);
            add(prefix + "self_attn.k_proj.weight", KEYS, WIDTH);
            add(prefix + "self_attn.v_proj.weight", KEYS, WIDTH);
            add(prefix + "self_attn.o_proj.weight", WIDTH, WIDTH);
            add(prefix + "post_attention_layernorm.weight", WIDTH);
            add(prefix + "mlp.gate_proj.weight", INNER, WIDTH);
            add(prefix + "mlp.up_proj.weight", INNER, WIDTH);
            add(prefix + "mlp.down_proj.weight", WIDTH, INNER);
        }
        add("model.norm.weight", WIDTH);
        add("lm_head.weight", VOCABULARY, WIDTH);
        byte[] text = json.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("model.safetensors").toFile(), "rw")) {
            file.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(text.length)
                    .array());
            file.write(text);
            long data = file.getFilePointer();
            file.setLength(data + offset);
            for (int i = 2; i < arguments.length; i++) {
                long begin = header.path("model.layers." + arguments[i] + ".mlp.down_proj.weight")
                        .path("data_offsets")
                        .path(0)
                        .asLong();
                noise(file.getChannel(), data + begin, new Random(i));
            }
        }
        SafetensorsWriter.write(
                folder.resolveSibling("transform.safetensors"), Map.of("transform", transform(new Random(1))));
    }

    private void add(String name, long... shape) {
        long bytes = 2;
        ObjectNode entry = header.putObject(name).put("dtype", "BF16");
        for (long size : shape) {
            entry.withArray("shape").add(size);
            bytes *= size;
        }
        entry.putArray("data_offsets").add(offset).add(offset + bytes);
        offset += bytes;
    }

    /** A down projection. */
    private static void noise(FileChannel file, long position, Random random) throws IOException {
        ByteBuffer row = ByteBuffer.allocate(INNER * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < WIDTH; i++) {
            row.clear();
            while (row.hasRemaining()) {
                row.putShort(SmallFloat.BF16.fromDouble(random.nextDouble() - 0.5));
            }
            file.write(row.flip(), position + (long) i * row.capacity());
        }
    }

    /** Nearly the identity. */
    private static DoubleTensor transform(Random random) {
        double[] values = random.doubles((long) WIDTH * WIDTH, -0.01, 0.01).toArray();
        for (int i = 0; i < WIDTH; i++) {
            values[i * WIDTH + i] += 1;
        }
        return DoubleTensor.matrix(WIDTH, WIDTH, values);
    }

    private String config(int blocks) {
        ObjectNode config = json.createObjectNode();
        config.putArray("architectures").add("LlamaForCausalLM");
        config.put("model_type", "llama")
                .put("hidden_act", "silu")
                .put("hidden_size", WIDTH)
                .put("intermediate_size", INNER)
                .put("max_position_embeddings", 8192)
                .put("num_attention_heads", 32)
                .put("num_hidden_layers", blocks)
                .put("num_key_value_heads", 8)
                .put("rms_norm_eps", 1e-5)
                .put("rope_theta", 500000.0)
                .put("tie_word_embeddings", false)
                .put("torch_dtype", "bfloat16")
                .put("vocab_size", VOCABULARY);
        return config.toPrettyString();
    }
}
