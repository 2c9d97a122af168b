package io.foldline.model.image;

import io.foldline.checkpoint.ContentDigest;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.checkpoint.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of pictures, in the layout of torchvision's {@code ImageFolder}: a subfolder a class, classes and the files in
 * them by name. A folder without such subfolders is a set of pictures without classes. Other files, and names that begin
 * with a dot, are left aside.
 */
public final class ImageFolder {
    /** What torchvision takes for pictures; of these, those that cannot be decoded are refused by name. */
    private static final Set<String> EXTENSIONS =
            Set.of("jpg", "jpeg", "png", "ppm", "bmp", "pgm", "tif", "tiff", "webp");

    private final Path folder;
    private final List<Entry> entries;

    private record Entry(Path file, String label) {}

    private ImageFolder(Path folder, List<Entry> entries) {
        this.folder = folder;
        this.entries = entries;
    }

    /**
     * Lists the pictures of a folder.
     *
     * @param location path or {@code file:} URI
     * @throws InputException if there is no such folder, or no picture in it
     */
    public static ImageFolder open(String location) throws IOException {
        Path folder = Locations.path(location);
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder + ": no such folder; a vision model takes a folder of pictures");
        }
        List<Entry> entries = new ArrayList<>();
        for (Path child : children(folder)) {
            if (Files.isDirectory(child)) {
                String label = String.valueOf(child.getFileName());
                pictures(child).forEach(file -> entries.add(new Entry(file, label)));
            }
        }
        if (entries.isEmpty()) {
            children(folder).stream().filter(ImageFolder::isPicture).forEach(file -> entries.add(new Entry(file, "")));
        }
        if (entries.isEmpty()) {
            throw new InputException(folder + ": holds no pictures; expected .jpg or .png files, a subfolder a class");
        }
        return new ImageFolder(folder, List.copyOf(entries));
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return sorted(children);
        }
    }

    private static List<Path> pictures(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return sorted(files).stream().filter(ImageFolder::isPicture).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<Path> sorted(Stream<Path> files) {
        return files.filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                .sorted()
                .toList();
    }

    private static boolean isPicture(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1)) && Files.isRegularFile(file);
    }

    /**
     * So many of the pictures, spread evenly over the folder, so that every class has its share; all, if there are no more.
     *
     * @param limit at least 1
     */
    public ImageFolder spread(int limit) {
        if (limit >= entries.size()) {
            return this;
        }
        List<Entry> some = new ArrayList<>();
        for (int i = 0; i < limit; i++) {
            some.add(entries.get((int) ((long) i * entries.size() / limit)));
        }
        return new ImageFolder(folder, List.copyOf(some));
    }

    /** Number of pictures. */
    public int count() {
        return entries.size();
    }

    /** The names of the classes, sorted; empty where there are none. */
    public List<String> labels() {
        return entries.stream()
                .map(Entry::label)
                .filter(label -> !label.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /** The class of a picture, counted from 0; empty if it has none. */
    public String label(int number) {
        return entries.get(number).label;
    }

    /** What messages call a picture. */
    public String name(int number) {
        return entries.get(number).file.toString();
    }

    /** The content of a picture's file. */
    public byte[] read(int number) throws IOException {
        return Files.readAllBytes(entries.get(number).file);
    }

    /** SHA-256 of the pictures and their classes, in their order. */
    public String digest() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Entry entry : entries) {
            all.append(ContentDigest.of(entry.file))
                    .append(' ')
                    .append(entry.label)
                    .append('\n');
        }
        return Sha256.ofText(all.toString());
    }
}
