package io.foldline.merger.fuzz;

import java.util.List;
import java.util.Random;

/** Values and names that readers tend to stumble over, as JSON text. */
final class Awkward {
    private static final List<String> VALUES = List.of(
            "0",
            "-1",
            "1",
            "2",
            "3",
            "1.5",
            "-0",
            "-0.0",
            "65536",
            "2147483647",
            "2147483648",
            "-2147483648",
            "4294967296",
            "9007199254740991",
            "9007199254740992",
            "9007199254740993",
            "4611686018427387904",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "18446744073709551615",
            "18446744073709551616",
            "1e3",
            "1e308",
            "1e309",
            "1e400",
            "-1e400",
            "1e-400",
            "1e2147483647",
            "1e2147483648",
            "1e-2147483648",
            "1e99999999999",
            "NaN",
            "Infinity",
            "-Infinity",
            "true",
            "false",
            "null",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "[0,0]",
            "[-1,-1]",
            "[9223372036854775807,9223372036854775807]",
            "[2147483648,2147483648,0]",
            "[0,9223372036854775807]",
            "{\"a\":1}",
            "{\"\":{}}",
            "\"\"",
            "\" \"",
            "\"0\"",
            "\"../x\"",
            "\"../x.safetensors\"",
            "\"/etc/passwd\"",
            "\"/etc/passwd.safetensors\"",
            "\"..\"",
            "\".safetensors\"",
            "\"a/b.safetensors\"",
            "\"a\\\\b.safetensors\"",
            "\"CON.safetensors\"",
            "\"\\u0000\"",
            "\"model\\u0000.safetensors\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u001b[31m\"",
            "\"\\ufeff\"",
            "\"\\ud83d\\ude00\"",
            "\"e\\u0301\"",
            "\"F32\"",
            "\"F64\"",
            "\"F16\"",
            "\"BF16\"",
            "\"F8_E4M3\"",
            "\"I64\"",
            "\"U8\"",
            "\"BOOL\"",
            "\"C64\"",
            "\"F4\"",
            "\"f32\"",
            "\"float32\"",
            "\"llama\"",
            "\"gpt2\"",
            "\"mixtral\"",
            "\"qwen3\"",
            "\"gemma2\"",
            "\"bert\"",
            "\"gelu\"",
            "\"silu\"",
            "\"linear\"",
            "\"dynamic\"",
            "\"yarn\"",
            "\"llama3\"",
            "\"full_attention\"",
            "\"sliding_attention\"",
            "0x10",
            "01",
            "+1",
            ".5",
            "1.",
            "1e",
            "'x'",
            "\"a",
            "/**/1",
            "1 2",
            ",",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\t\"");

    private static final List<String> NAMES = List.of(
            "",
            " ",
            "a",
            "__metadata__",
            "dtype",
            "shape",
            "data_offsets",
            "weight_map",
            "../x",
            "\\u0000",
            "\\ud800",
            "\\ud83d\\ude00",
            "model.layers.",
            "model.layers..mlp",
            "model.layers.-1.x",
            "model.layers.00.x",
            "model.layers.999999.x",
            "model.layers.2147483648.x",
            "model.layers.1e3.x",
            "model.layers.0.mlp.down_proj.weight",
            "model.layers.0.mlp.down_proj.bias",
            "model.embed_tokens.weight",
            "lm_head.weight",
            "num_hidden_layers",
            "hidden_size",
            "head_dim",
            "layer_types",
            "rope_scaling",
            "rope_parameters",
            "quantization_config",
            "auto_map",
            "text_config",
            "model_type",
            "architectures",
            "sliding_window");

    private Awkward() {}

    static String value(Random random) {
        return switch (random.nextInt(40)) {
            case 0 -> "9".repeat(1 + random.nextInt(2000));
            case 1 -> "0." + "1".repeat(1 + random.nextInt(2000));
            case 2 -> '"' + "x".repeat(1 << random.nextInt(19)) + '"';
            case 3 -> nested(random);
            case 4 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 5 -> "[" + "0,".repeat(random.nextInt(5000)) + "0]";
            case 6 -> Long.toString((1L << random.nextInt(64)) + random.nextInt(3) - 1);
            default -> VALUES.get(random.nextInt(VALUES.size()));
        };
    }

    /** A name as it stands between quotes. */
    static String name(Random random) {
        return random.nextInt(30) == 0 ? "n".repeat(1 << random.nextInt(18)) : NAMES.get(random.nextInt(NAMES.size()));
    }

    private static String nested(Random random) {
        int depth = List.of(10, 900, 995, 1000, 1001, 50_000).get(random.nextInt(6));
        return random.nextBoolean()
                ? "[".repeat(depth) + "]".repeat(depth)
                : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    }
}
