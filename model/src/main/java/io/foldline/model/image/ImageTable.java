package io.foldline.model.image;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Sha256;
import io.foldline.storage.DataFile;
import io.foldline.storage.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Pictures in the rows of Parquet files, as Python's {@code datasets} writes them: a column of structures with the content
 * of a file in {@code bytes}, and a column of classes, which the metadata of the file may name. Files are opened, and brought
 * here, as far as their rows are wanted. Safe for use by several threads.
 */
final class ImageTable implements ImageSource {
    static final String EXTENSION = "parquet";

    private final String location;
    private final List<DataFile> files;
    private final ImageColumns columns;
    private final List<Shard> opened = new ArrayList<>();

    /**
     * A file that was opened.
     *
     * @param first number of the picture in its first row
     */
    private record Shard(ImageRows rows, int first) {
        int end() {
            return first + rows.count();
        }
    }

    /** @param files not empty */
    ImageTable(String location, List<DataFile> files, ImageColumns columns) {
        this.location = location;
        this.files = files;
        this.columns = columns;
    }

    @Override
    public synchronized int count(int limit) throws IOException {
        while (pictures() < limit && opened.size() < files.size()) {
            openNext();
        }
        if (pictures() == 0) {
            throw new InputException(Place.shown(location) + ": holds no pictures; its files have no rows");
        }
        return Math.min(pictures(), limit);
    }

    private int pictures() {
        return opened.isEmpty() ? 0 : opened.get(opened.size() - 1).end();
    }

    private void openNext() throws IOException {
        ImageRows rows = ImageRows.open(files.get(opened.size()).fetch(), columns);
        opened.add(new Shard(rows, pictures()));
    }

    private synchronized Shard shard(int number) throws IOException {
        if (count(number + 1) <= number) {
            throw new InputException("%s: picture %d was expected, found %d; was it changed during the run?"
                    .formatted(Place.shown(location), number + 1, pictures()));
        }
        return opened.stream().filter(shard -> number < shard.end()).findFirst().orElseThrow();
    }

    /** The names that the first file gives; of classes that are texts those of all rows. */
    @Override
    public List<String> classes() throws IOException {
        ImageRows first = shard(0).rows;
        if (!first.hasTexts()) {
            return first.names();
        }
        count(Integer.MAX_VALUE);
        Set<String> found = new LinkedHashSet<>();
        for (Shard shard : opened) {
            found.addAll(shard.rows.texts());
        }
        return found.stream().sorted().toList();
    }

    @Override
    public ImageLabel label(int number) throws IOException {
        Shard shard = shard(number);
        return shard.rows.label(number - shard.first);
    }

    @Override
    public String name(int number) throws IOException {
        Shard shard = shard(number);
        return shard.rows.name(number - shard.first);
    }

    @Override
    public byte[] read(int number) throws IOException {
        Shard shard = shard(number);
        return shard.rows.read(number - shard.first);
    }

    /** Content of all files, and columns; those that are elsewhere stay there. */
    @Override
    public String digest() throws IOException {
        StringBuilder all = new StringBuilder("%s %s".formatted(EXTENSION, columns));
        for (DataFile file : files) {
            all.append('\n').append(file.digest());
        }
        return Sha256.ofText(all.toString());
    }

    @Override
    public String digest(List<Integer> numbers) throws IOException {
        return Sha256.ofText(digest() + " " + numbers);
    }
}
