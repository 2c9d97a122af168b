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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder of pictures, in the layout of torchvision's {@code ImageFolder}: a subfolder a class, classes and the files in
 * them by name. A folder without such subfolders is a set of pictures without classes. Other files, and names that begin
 * with a dot, are left aside.
 */
public final class ImageFolder implements ImageSource {
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
            throw new InputException(
                    "%s: %s; a model of images takes a folder of pictures, or Parquet files with a column of them"
                            .formatted(folder, Files.exists(folder) ? "a file" : "no such folder"));
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
     * The same pictures, the classes in turn: the first of each, then the second of each, and so on. So the first pictures
     * are of every class, however few are taken.
     */
    public ImageFolder interleaved() {
        Map<String, Integer> seen = new HashMap<>();
        Map<Integer, List<Entry>> rounds = new TreeMap<>();
        for (Entry entry : entries) {
            int round = entry.label.isEmpty() ? 0 : seen.merge(entry.label, 1, Integer::sum);
            rounds.computeIfAbsent(round, any -> new ArrayList<>()).add(entry);
        }
        return new ImageFolder(
                folder, rounds.values().stream().flatMap(List::stream).toList());
    }

    @Override
    public int count(int limit) {
        return Math.min(entries.size(), limit);
    }

    /** The names of the subfolders, sorted. */
    @Override
    public List<String> classes() {
        return entries.stream()
                .map(Entry::label)
                .filter(label -> !label.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public ImageLabel label(int number) {
        String label = entries.get(number).label;
        if (label.isEmpty()) {
            throw new InputException(
                    folder + ": the pictures have no classes; put those of each class into a subfolder of its name");
        }
        return ImageLabel.named(name(number), label);
    }

    @Override
    public String name(int number) {
        return entries.get(number).file.toString();
    }

    @Override
    public byte[] read(int number) throws IOException {
        return Files.readAllBytes(entries.get(number).file);
    }

    @Override
    public String digest() throws IOException {
        return digest(IntStream.range(0, entries.size()).boxed().toList());
    }

    @Override
    public String digest(List<Integer> numbers) throws IOException {
        StringBuilder all = new StringBuilder();
        for (int number : numbers) {
            Entry entry = entries.get(number);
            all.append(ContentDigest.of(entry.file))
                    .append(' ')
                    .append(entry.label)
                    .append('\n');
        }
        return Sha256.ofText(all.toString());
    }
}
