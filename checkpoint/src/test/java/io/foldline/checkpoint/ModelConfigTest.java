package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelConfigTest {
    @TempDir
    Path folder;

    @Test
    void keepsOrderUnknownKeysAndDigits() throws IOException {
        String text = """
                {
                  "zeta": 1.0,
                  "architectures": [
                    "LlamaForCausalLM"
                  ],
                  "tiny": 0.000001,
                  "rope_theta": 500000.0,
                  "third": 0.333333333333333333333333,
                  "huge": 123456789012345678901234567890,
                  "pad_token_id": null,
                  "limit": Infinity,
                  "nested": {
                    "of our own": [
                      true,
                      []
                    ]
                  },
                  "text": "ü\\n"
                }
                """;
        Path file = Files.writeString(folder.resolve("config.json"), text);
        assertThat(ModelConfig.read(file).text()).isEqualTo(text.replace("[]", "[ ]"));
    }

    @Test
    void keepsTheValueOfNumbersInScientificNotation() throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), "{\"eps\": 1e-05, \"big\": 1E+30}");
        Path again = Files.writeString(
                folder.resolve("again.json"), ModelConfig.read(file).text());
        assertThat(ModelConfig.read(again).json().get("eps").doubleValue()).isEqualTo(1e-5);
        assertThat(ModelConfig.read(again).json().get("big").doubleValue()).isEqualTo(1e30);
    }

    @Test
    void changesACopy() throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), "{\"num_hidden_layers\": 6}");
        ModelConfig config = ModelConfig.read(file);
        ModelConfig changed = config.with(json -> json.put("num_hidden_layers", 4));
        config.json().put("num_hidden_layers", 5);
        assertThat(config.json().get("num_hidden_layers").intValue()).isEqualTo(6);
        assertThat(changed.json().get("num_hidden_layers").intValue()).isEqualTo(4);
    }
}
