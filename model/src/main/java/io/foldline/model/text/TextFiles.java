package io.foldline.model.text;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.storage.DataFile;
import io.foldline.storage.HubData;
import io.foldline.storage.Place;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * The files of a source: one, the Parquet files of a folder, or those that a pattern names; of a data set of the hub, its
 * train split, or those that are named behind it.
 */
final class TextFiles {
    private TextFiles() {}

    /**
     * The files, in the order of their names.
     *
     * @param location a file; a folder of {@code .parquet} files; a file name with {@code *} and {@code ?} in it; or {@code
     *     hf://datasets/org/name[@revision][/path]}, whose files are brought here when they are wanted
     * @throws InputException if there are none, or if they are of several formats
     */
    static List<DataFile> of(String location) throws IOException {
        List<DataFile> files = HubData.isHub(location)
                ? HubData.of(location).files(TextFormat.EXTENSIONS)
                : here(Locations.path(location)).stream().map(DataFile::of).toList();
        if (files.stream().map(file -> TextFormat.of(file.path())).distinct().count() > 1) {
            throw new InputException("%s: files of several formats; name those of one, such as *.parquet"
                    .formatted(Place.shown(location)));
        }
        return files;
    }

    private static List<Path> here(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            TextFormat.of(path);
        }
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        String name = String.valueOf(path.getFileName());
        Path folder = path.getParent();
        if (Files.isDirectory(path)) {
            return matching(path, "*.parquet", " to read texts from; pictures are for models of images");
        } else if (folder != null && Files.isDirectory(folder) && (name.contains("*") || name.contains("?"))) {
            return matching(folder, name, "");
        }
        throw new InputException(path + ": no such file");
    }

    private static List<Path> matching(Path folder, String pattern, String hint) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            found.forEach(files::add);
        } catch (PatternSyntaxException e) {
            throw new InputException("%s: not a pattern: %s".formatted(folder.resolve(pattern), e.getDescription()), e);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        files.removeIf(file -> !Files.isRegularFile(file));
        files.sort(Comparator.comparing(file -> String.valueOf(file.getFileName())));
        if (files.isEmpty()) {
            throw new InputException("%s: no files %s in it%s".formatted(folder, pattern, hint));
        }
        return files;
    }
}
