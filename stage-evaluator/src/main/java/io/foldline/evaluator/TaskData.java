package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Local copies of benchmark items. */
final class TaskData {
    private TaskData() {}

    /**
     * The file with the items of a task, which may be packed by gzip.
     *
     * @param folder path or URI of the folder that the user gave; null if none
     * @param content what the file must hold, for the message
     * @throws InputException if there is no such file; says what to put where
     */
    static String file(@Nullable String folder, String task, String file, String content) {
        if (folder == null) {
            throw new InputException(task + " needs a local copy of its items: give a task data folder with a file "
                    + file + ", " + content);
        }
        Path path = Locations.path(folder).resolve(file);
        return Stream.of(path, path.resolveSibling(file + ".gz"))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new InputException(
                        path + ": no such file; " + task + " reads it, or it packed as .gz: " + content))
                .toString();
    }
}
