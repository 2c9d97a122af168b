package io.foldline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prune|Missing required option: '--model'",
                "prune --model m|Missing required option: '--out'",
                "prune --model m --out o --drop x|Invalid value for option '--drop': Drop \"x\"",
                "prune --model m --out o --cut 3|Invalid value for option '--cut' (KEPT:N): Cut \"3\"",
                "prune --model m --out o --alpha much|Invalid value for option '--alpha': alpha \"much\"",
                "prune --model m --out o --samples many|Invalid value for option '--samples'",
                "prune --model m --out o --deadline soon|Invalid value for option '--deadline': Deadline \"soon\"",
                "prune --dorp 3|Unknown option",
                "submit --model m --out o --drop 1|Missing required option: '--kafka'",
                "stage scorer|Missing required option: '--kafka'",
                "topics|Missing required option: '--kafka' or '--kafka-config'",
                "stage nothing --kafka h:1|no stage 'nothing'",
                "evaluate --model m|Missing required options",
                "watch|Missing required parameter: 'RUN'",
                "dead-letters|give list, show, replay or discard",
                "nothing|Unmatched argument"
            })
    void isExplainedInALine(String words, String why) {
        Cli answer = Cli.run((Object[]) words.split(" "));
        assertThat(answer.err()).startsWith("foldline: ").contains(why).contains("--help");
        assertThat(answer.exit()).isEqualTo(2);
    }

    @Test
    void withoutACommandTheCommandsAreListed() {
        Cli answer = Cli.run();
        assertThat(answer.err()).contains("prune", "demo", "Exit codes");
        assertThat(answer.exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prune",
                "run",
                "analyze",
                "evaluate",
                "demo",
                "submit",
                "runs",
                "watch",
                "pause",
                "resume",
                "retry",
                "cancel",
                "dead-letters",
                "stage",
                "topics"
            })
    void everyCommandHasHelp(String command) {
        Cli answer = Cli.run(command, "--help");
        assertThat(answer.out()).contains("Usage: foldline " + command);
        assertThat(answer.exit()).isZero();
    }
}
