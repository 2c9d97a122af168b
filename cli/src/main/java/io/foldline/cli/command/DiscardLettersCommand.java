package io.foldline.cli.command;

import io.foldline.kafka.letter.DeadLetters;
import io.foldline.kafka.letter.Letter;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code foldline dead-letters discard}: records that letters are not wanted any more. */
@Command(
        name = "discard",
        description =
                "Record that dead letters are not wanted any more. They stay in the topic; 'list' leaves them out.")
final class DiscardLettersCommand extends LetterSettlement {
    @Override
    String settle(DeadLetters letters, Letter letter) throws IOException {
        letters.discard(letter, options.reason);
        return letter.id() + " discarded";
    }

    @Override
    List<String> hints(LogAccess access, List<Letter> settled) {
        return List.of();
    }
}
