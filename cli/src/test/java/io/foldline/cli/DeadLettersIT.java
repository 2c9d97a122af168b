package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.kafka.KafkaSettings;
import io.foldline.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dead letters from the command line. */
@Timeout(120)
class DeadLettersIT {
    private static final Pattern LINE = Pattern.compile("(\\d+-\\d+) .* damaged +open .*");

    @Test
    void areListedShownReplayedAndDiscarded() throws Exception {
        send("damaged", "no value at all");
        String first = await();
        Cli shown = run("show", first);
        assertThat(shown.out())
                .contains(
                        "letter     " + first + ", open",
                        "by the scorer",
                        Topics.RUN_REQUESTED.name(),
                        "still wrong: ",
                        "key: damaged",
                        "value: 15 bytes",
                        "|no value at all|");

        Cli replayed = run("replay", first);
        assertThat(replayed.exit()).as(replayed.err()).isZero();
        String second = await();
        Cli again = run("replay", first);
        Cli discarded = run("discard", second, "--reason", "typing error");

        assertThat(second).isNotEqualTo(first);
        assertThat(again.err()).contains("dead letter " + first + " was replayed already");
        assertThat(again.exit()).isEqualTo(3);
        assertThat(discarded.exit()).as(discarded.err()).isZero();
        assertThat(run("list").out()).doesNotContain("damaged");
        assertThat(run("list", "--settled").out())
                .containsPattern(first + " .* replayed")
                .containsPattern(second + " .* discarded");
        assertThat(run("show", second).out()).contains("(typing error)");
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThat(run("show", "0-987654").err()).contains("no dead letter 0-987654");
        assertThat(run("show", "seven").err()).contains("expected PARTITION-OFFSET such as 0-17");
        assertThat(run("discard").err()).contains("name them, such as 0-17, or give --all");
        assertThat(run("discard", "--all", "0-1").err()).contains("say two things");
    }

    private static Cli run(String command, Object... words) {
        Object[] all = new Object[words.length + 4];
        all[0] = "dead-letters";
        all[1] = command;
        all[2] = "--kafka";
        all[3] = SharedPipeline.broker();
        System.arraycopy(words, 0, all, 4, words.length);
        return Cli.run(all);
    }

    /** Waits for an open letter and returns its name. */
    private static String await() throws InterruptedException {
        while (true) {
            Matcher matcher = LINE.matcher(run("list").out());
            if (matcher.find()) {
                return matcher.group(1);
            }
            Thread.sleep(100);
        }
    }

    private static void send(String key, String value) throws InterruptedException, ExecutionException {
        Map<String, Object> config = KafkaSettings.of(SharedPipeline.broker()).client();
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.RUN_REQUESTED.name(),
                            key.getBytes(StandardCharsets.UTF_8),
                            value.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }
}
