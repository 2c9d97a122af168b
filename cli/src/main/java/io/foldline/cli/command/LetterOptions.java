package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.letter.DeadLetters;
import io.foldline.kafka.letter.Letter;
import io.foldline.kafka.letter.LetterId;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters are dealt with, and why. */
final class LetterOptions {
    @Parameters(arity = "0..*", paramLabel = "N", description = "The letters, such as 0-17.")
    List<String> names = List.of();

    @Option(names = "--all", description = "All that nobody dealt with yet.")
    boolean all;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "by command",
            description = "Recorded with it. Default: ${DEFAULT-VALUE}.")
    String reason = "by command";

    /** @throws InputException if nothing or too much is named, or a name is none */
    void check() {
        if (all == !names.isEmpty()) {
            throw new InputException(
                    all
                            ? "--all and names of letters say two things; give one of them"
                            : "nothing says which letters; name them, such as 0-17, or give --all");
        }
        names.forEach(LetterId::parse);
    }

    /**
     * The letters that are named.
     *
     * @throws InputException if there is none of a name, or somebody dealt with it already
     */
    List<Letter> choose(DeadLetters letters) {
        if (all) {
            return letters.unsettled();
        }
        List<Letter> chosen =
                names.stream().map(LetterId::parse).distinct().map(letters::get).toList();
        for (Letter letter : chosen) {
            letter.settled().ifPresent(settled -> {
                throw new InputException("dead letter %s was %s already, at %s"
                        .formatted(
                                letter.id(), settled.getSettlement().name().toLowerCase(Locale.ROOT), settled.getAt()));
            });
        }
        return chosen;
    }
}
