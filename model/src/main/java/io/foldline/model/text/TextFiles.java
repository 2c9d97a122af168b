package io.foldline.model.text;

import io.foldline.checkpoint.Locations;
import io.foldline.storage.DataFile;
import io.foldline.storage.DataFiles;
import io.foldline.storage.HubData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a source of texts. */
final class TextFiles {
    private TextFiles() {}

    /**
     * The files, in the order of their names.
     *
     * @param location as {@link DataFiles#of} takes it
     * @throws io.foldline.checkpoint.InputException if there are none, or if they are of several formats
     */
    static List<DataFile> of(String location) throws IOException {
        if (!HubData.isHub(location)) {
            requireFormat(Locations.path(location));
        }
        List<DataFile> files = DataFiles.of(location, TextFormat.EXTENSIONS);
        TextFormat.of(files); // one
        return files;
    }

    /** A file that is not there is still told what is read. */
    private static void requireFormat(Path path) {
        if (!Files.isDirectory(path)) {
            TextFormat.of(path);
        }
    }
}
