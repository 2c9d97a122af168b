package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.cli.show.DownloadDisplay;
import io.foldline.model.Architecture;
import io.foldline.storage.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** What the command line has to know about a model before a run begins. */
final class Models {
    private Models() {}

    /**
     * The place of a model as it is now: a branch of the hub becomes its commit, so that all stages read the same.
     *
     * @param location as the user gave it
     * @throws InputException if it is no location, not there, or cannot be reached
     */
    static Place place(String location) {
        try {
            return Place.of(location).pinned();
        } catch (IOException e) {
            throw unreadable(location, e);
        }
    }

    /**
     * The architecture of a checkpoint.
     *
     * @throws InputException if there is no checkpoint, or none that can be pruned
     */
    static Architecture architecture(Place model) {
        try {
            return Architecture.of(model.config().json());
        } catch (IOException e) {
            throw unreadable(model.toString(), e);
        }
    }

    /**
     * A folder with the whole checkpoint, downloaded where it is elsewhere.
     *
     * @param err where progress is shown
     * @throws InputException if there is no checkpoint, or it cannot be had
     */
    static Path checkpoint(Place model, PrintWriter err) {
        try (DownloadDisplay display = DownloadDisplay.of(model.toString(), err)) {
            return model.checkpoint(display);
        } catch (IOException e) {
            throw unreadable(model.toString(), e);
        }
    }

    private static InputException unreadable(String model, IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return new InputException(message.startsWith(model) ? message : model + ": cannot be read: " + cause, cause);
    }
}
