package io.foldline.cli.command;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.model.Architecture;
import java.io.IOException;
import java.nio.file.Path;

/** What the command line has to know about a model before a run begins. */
final class Models {
    private Models() {}

    /**
     * The architecture of the checkpoint in a folder.
     *
     * @throws InputException if there is no checkpoint, or none that can be pruned
     */
    static Architecture architecture(Path model) {
        try {
            return Architecture.of(Checkpoint.open(model));
        } catch (IOException e) {
            throw new InputException("%s: cannot be read: %s".formatted(model, e), e);
        }
    }
}
