package io.foldline.storage;

import io.foldline.checkpoint.CheckpointDraft;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.checkpoint.WriteProgress;
import io.foldline.storage.hub.HubLocation;
import io.foldline.storage.s3.S3Location;
import io.foldline.storage.s3.S3Objects;
import java.io.IOException;
import java.util.Map;

/** A place that a run writes its checkpoint to. It is complete, or not there: its manifest comes last. */
public sealed interface Output permits LocalOutput, S3Output {
    /**
     * The output of a location. Looks at nothing but the text.
     *
     * @param location a path, a {@code file:} URI, or {@code s3://bucket/prefix}
     * @throws InputException if it is none of them
     */
    static Output of(String location) {
        if (location.startsWith(HubLocation.SCHEME)) {
            throw new InputException(location
                    + ": the hub is only read from; give a folder or s3://bucket/prefix, and upload from there");
        }
        if (location.startsWith(S3Location.SCHEME)) {
            S3Location place = S3Location.parse(location);
            if (place.key().isEmpty()) {
                throw new InputException(location + ": a whole bucket, expected s3://bucket/prefix");
            }
            return new S3Output(place, S3Objects.shared(), CacheFolder.path());
        }
        return new LocalOutput(Locations.path(location));
    }

    /** What events hold: the same on every machine. */
    String uri();

    /** Whether anything is there. */
    boolean exists() throws IOException;

    /**
     * Writes and publishes a checkpoint. The same run may do so twice, also at the same time.
     *
     * @throws InputException if something is there that this run has not put there
     * @throws io.foldline.checkpoint.ResourceException if a disk is full
     * @throws java.util.concurrent.CancellationException if the run was discarded meanwhile
     */
    Published write(CheckpointWriter writer, CheckpointDraft draft, String run, WriteProgress progress)
            throws IOException;

    /**
     * What was published.
     *
     * @param uri where it is
     * @param digest SHA-256 of its manifest, lower-case hexadecimal
     * @param weightBytes size of all tensors in bytes
     */
    record Published(String uri, String digest, long weightBytes) {}

    /** Takes back what a run has put there; what others have put there stays. May be called again. */
    void discard(String run) throws IOException;

    /** Whether a file of this name is there. */
    boolean has(String name) throws IOException;

    /**
     * Adds files to what a run has published, each in place of what has its name.
     *
     * @param texts content by name
     */
    void add(String run, Map<String, String> texts) throws IOException;
}
