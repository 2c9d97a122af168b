package io.foldline.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.foldline.checkpoint.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {
    @Test
    void theCpuIsAlwaysThere() {
        assertThat(Devices.choose("cpu")).isEqualTo(Device.cpu());
        assertThat(Devices.choose("auto")).isNotNull();
    }

    @Test
    void absentDevicesAreNamed() {
        assertThatThrownBy(() -> Devices.choose("cuda:99"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'cuda:99' is not there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "cuda:", "cuda:x", "cuda:256", "CPU", ""})
    void unknownDevicesAreNamed(String name) {
        assertThatThrownBy(() -> Devices.choose(name))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("unknown device '" + name + "'");
    }
}
