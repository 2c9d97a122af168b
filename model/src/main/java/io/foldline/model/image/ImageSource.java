package io.foldline.model.image;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.storage.DataFile;
import io.foldline.storage.DataFiles;
import io.foldline.storage.HubData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Where pictures come from: a folder of them, or Parquet files with a column of them. They are numbered from 0. */
public sealed interface ImageSource permits ImageFolder, ImageTable {
    /**
     * Opens a source. Of a folder of pictures, the classes are taken in turn; rows of tables come in their order.
     *
     * @param location folder of pictures, or with a subfolder a class; folder of {@code .parquet} files; one of these, or a
     *     name with {@code *} and {@code ?} in it; or {@code hf://datasets/org/name[@revision][/path]}, whose Parquet files
     *     are brought here as far as they are read
     * @param columns of tables; none may be named for a folder of pictures
     * @throws InputException if there is nothing of the kind
     */
    static ImageSource open(String location, ImageColumns columns) throws IOException {
        if (isTable(location)) {
            return new ImageTable(location, files(location), columns);
        }
        if (!columns.label().isEmpty()) {
            throw new InputException("%s: a folder of pictures has no column \"%s\"; leave out what follows the #"
                    .formatted(Locations.path(location), columns.label()));
        }
        return ImageFolder.open(location).interleaved();
    }

    /**
     * The files of tables that a source consists of, in the order in which they are read; those elsewhere are not brought
     * here yet.
     *
     * @throws InputException if there are none
     */
    static List<DataFile> files(String location) throws IOException {
        return DataFiles.of(location, Set.of(ImageTable.EXTENSION));
    }

    private static boolean isTable(String location) throws IOException {
        if (HubData.isHub(location)) {
            return true;
        }
        Path path = Locations.path(location);
        return Files.isDirectory(path)
                ? DataFiles.holdsTables(path)
                : path.toString().endsWith("." + ImageTable.EXTENSION);
    }

    /**
     * Number of pictures, counted up to {@code limit}; at least 1.
     *
     * @throws InputException if there are none
     */
    int count(int limit) throws IOException;

    /** The names of the classes that pictures may be of, in the order of the source; empty where they have none. */
    List<String> classes() throws IOException;

    /**
     * What a picture is of.
     *
     * @throws InputException if its source tells no class, or one that is not among its classes; names the picture
     */
    ImageLabel label(int number) throws IOException;

    /** What messages call a picture. */
    String name(int number) throws IOException;

    /**
     * The content of the file of a picture.
     *
     * @throws InputException if it is missing; names the picture
     */
    byte[] read(int number) throws IOException;

    /** SHA-256 of all that decides what the pictures and their classes are. */
    String digest() throws IOException;

    /** The same of some of the pictures, in the order of the numbers. */
    String digest(List<Integer> numbers) throws IOException;
}
