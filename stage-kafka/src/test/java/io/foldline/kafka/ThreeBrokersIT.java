package io.foldline.kafka;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers with three copies of everything, one of them in a process that is killed. */
@Timeout(240)
class ThreeBrokersIT {
    @TempDir
    Path folder;

    @Test
    void runsSurviveTheLossOfABroker() throws Exception {
        try (ThreeBrokers brokers = ThreeBrokers.start(folder)) {
            LostBroker.survive(brokers.settings(), folder, brokers::killOne);
        }
    }
}
