package io.foldline.storage;

import io.foldline.checkpoint.Locations;
import io.foldline.checkpoint.ModelConfig;
import io.foldline.storage.hub.HubLocation;
import io.foldline.storage.s3.S3Location;
import io.foldline.storage.transfer.TransferLog;
import io.foldline.storage.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Path;

/** A place that holds a checkpoint, as users and events name it, and the way to have it in a local folder. */
public sealed interface Place permits LocalPlace, HubPlace, S3Place {
    /**
     * The place of a location. Looks at nothing but the text.
     *
     * @param location a path, a {@code file:} URI, {@code hf://org/name[@revision]} or
     *     {@code s3://bucket/prefix}
     * @throws io.foldline.checkpoint.InputException if it is none of them
     */
    static Place of(String location) {
        if (location.startsWith(HubLocation.SCHEME)) {
            return new HubPlace(HubLocation.parse(location));
        }
        return location.startsWith(S3Location.SCHEME)
                ? new S3Place(S3Location.parse(location))
                : new LocalPlace(Locations.path(location));
    }

    /**
     * A location of whatever kind as users know it: a path, or the location itself where it is elsewhere. Looks at nothing
     * but the text.
     *
     * @throws io.foldline.checkpoint.InputException if it is no location
     */
    static String shown(String location) {
        return isRemote(location) ? location : Locations.path(location).toString();
    }

    /** Whether what the location names is not in a folder of this machine. */
    static boolean isRemote(String location) {
        return location.startsWith(HubLocation.SCHEME) || location.startsWith(S3Location.SCHEME);
    }

    /** What events hold: the same on every machine. */
    String uri();

    /** Short name of what is there: that of the folder or of the repository. */
    String name();

    /**
     * The same place as it is now, for ever: a branch of the hub becomes its commit.
     *
     * @throws io.foldline.checkpoint.InputException if it is not there or may not be read
     */
    Place pinned() throws IOException;

    /**
     * The configuration of the checkpoint, which is checked as far as that needs no weights from elsewhere.
     *
     * @throws io.foldline.checkpoint.InputException if there is none, or it may not be read
     * @throws IOException for passing faults
     */
    ModelConfig config() throws IOException;

    /**
     * A local folder with at least the configuration, tokenizer and further small files of the checkpoint.
     *
     * @throws io.foldline.checkpoint.InputException if there is none, or it may not be read
     * @throws IOException for passing faults
     */
    Path description() throws IOException;

    /**
     * A local folder with the whole checkpoint; not to be changed.
     *
     * @param progress told of what has to be brought here
     * @throws io.foldline.checkpoint.InputException if there is none, or it may not be read
     * @throws io.foldline.checkpoint.ResourceException if the disk is full
     * @throws IOException for passing faults; the next attempt goes on
     */
    Path checkpoint(TransferProgress progress) throws IOException;

    /** The same, with progress in the log. */
    default Path checkpoint() throws IOException {
        return checkpoint(new TransferLog(uri()));
    }
}
