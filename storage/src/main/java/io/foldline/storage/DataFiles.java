package io.foldline.storage;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * The files that a location means: one, the Parquet files of a folder, or those that a pattern names; of a data set of the
 * hub, its train split, or those that are named behind it.
 */
public final class DataFiles {
    /** What is read of a folder. */
    private static final String OF_FOLDER = "*.parquet";

    private DataFiles() {}

    /**
     * The files, in the order of their names.
     *
     * @param location a file; a folder of {@code .parquet} files; a file name with {@code *} and {@code ?} in it; or {@code
     *     hf://datasets/org/name[@revision][/path]}, whose files are brought here when they are wanted
     * @param extensions of files of the hub that can be read, in lower case
     * @return not empty
     * @throws InputException if there are none
     */
    public static List<DataFile> of(String location, Set<String> extensions) throws IOException {
        return HubData.isHub(location)
                ? HubData.of(location).files(extensions)
                : here(Locations.path(location)).stream().map(DataFile::of).toList();
    }

    /** Whether a folder of this machine holds Parquet files. */
    public static boolean holdsTables(Path path) throws IOException {
        return !matching(path, OF_FOLDER).isEmpty();
    }

    private static List<Path> here(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (Files.isDirectory(path)) {
            return found(path, OF_FOLDER, " to read from; folders of pictures are for models of images");
        }
        String name = String.valueOf(path.getFileName());
        Path folder = path.getParent();
        if (folder != null && Files.isDirectory(folder) && (name.contains("*") || name.contains("?"))) {
            return found(folder, name, "");
        }
        throw new InputException(path + ": no such file");
    }

    private static List<Path> found(Path folder, String pattern, String hint) throws IOException {
        List<Path> files = matching(folder, pattern);
        if (files.isEmpty()) {
            throw new InputException("%s: no files %s in it%s".formatted(folder, pattern, hint));
        }
        return files;
    }

    private static List<Path> matching(Path folder, String pattern) throws IOException {
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
        return files;
    }
}
