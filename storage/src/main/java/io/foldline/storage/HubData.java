package io.foldline.storage;

import io.foldline.checkpoint.InputException;
import io.foldline.storage.dataset.DataSetSplit;
import io.foldline.storage.hub.Hub;
import io.foldline.storage.hub.HubLocation;
import io.foldline.storage.hub.RepoKind;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** A data set of the hub, or some files of it, as users and events name them. */
public record HubData(HubLocation location) {
    /** @throws InputException if it is a model */
    public HubData {
        if (location.kind() != RepoKind.DATASET) {
            throw new InputException(location + ": a model, expected a data set, such as hf://datasets/org/name");
        }
    }

    private static final class Shared {
        static final HubDataSets DATA_SETS = new HubDataSets(Hub.shared());
    }

    /**
     * The data set of a location.
     *
     * @param location {@code hf://datasets/org/name[@revision][/path]}
     * @throws InputException if it is none
     */
    public static HubData of(String location) {
        return new HubData(HubLocation.parse(location));
    }

    /** Whether a location is one of the hub. */
    public static boolean isHub(String location) {
        return location.startsWith(HubLocation.SCHEME);
    }

    /** What events hold: the same on every machine. */
    public String uri() {
        return location.uri();
    }

    /**
     * The same data set as it is now, for ever: a branch becomes its commit.
     *
     * @throws InputException if it is not there or may not be read
     */
    public HubData pinned() throws IOException {
        return new HubData(Hub.shared().pin(location));
    }

    /**
     * The files that are meant: those of the train split of the default configuration, or what the path names. None of them
     * is brought here yet.
     *
     * @param extensions of files that can be read, in lower case
     * @return in their order, not empty
     * @throws InputException if there are none
     * @throws IOException for passing faults
     */
    public List<DataFile> files(Set<String> extensions) throws IOException {
        return files(extensions, DataSetSplit.TRAIN);
    }

    /**
     * The files of a split, or what the path names: of a folder, its files of the split. None of them is brought here yet.
     *
     * @param extensions of files that can be read, in lower case
     * @param split of no configuration if the location has a path
     * @return in their order, not empty
     * @throws InputException if there are none, or no such configuration; says what there is
     * @throws IOException for passing faults
     */
    public List<DataFile> files(Set<String> extensions, DataSetSplit split) throws IOException {
        return Shared.DATA_SETS.files(location, split, extensions);
    }

    @Override
    public String toString() {
        return uri();
    }
}
