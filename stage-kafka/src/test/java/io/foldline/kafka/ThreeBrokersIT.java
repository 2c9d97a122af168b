package io.foldline.kafka;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three brokers with three copies of everything, one of them in a process that is killed. Asked for by hand: the start of
 * three brokers on a small machine does not always come to its end.
 */
@Timeout(240)
@EnabledIfSystemProperty(named = "foldline.brokers", matches = "3")
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
