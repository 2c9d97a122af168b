package io.foldline.model.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.foldline.checkpoint.InputException;
import io.foldline.model.table.Column;
import io.foldline.model.table.TableFile;
import io.foldline.model.table.TableValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of one Parquet file of pictures, numbered from 0; messages count them from 1. */
final class ImageRows {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Key under which Python's {@code datasets} describes the columns. */
    private static final String DESCRIPTION = "huggingface";

    private static final Pattern PICTURES = Pattern.compile("STRUCT\\((.*, )?\"?bytes\"? BLOB(, .*)?\\)");
    private static final Pattern NUMBERS = Pattern.compile("U?(TINY|SMALL|BIG)?INT(EGER)?");
    private static final String TEXTS = "VARCHAR";

    /** Pictures that are read at once where their rows are asked for in order: one alone costs nearly as much. */
    private static final int AHEAD = 64;
    /** Bytes of these, beyond which no more are read. */
    private static final long AHEAD_BYTES = 32 << 20;

    private final Path file;
    private final ImageColumns wanted;
    private final Column image;
    private final int count;
    private final JsonNode features;
    /** Pictures that were read ahead, by row. */
    private final Map<Integer, byte[]> ahead = new HashMap<>();
    /** The row behind the one that was read last. */
    private int next;

    private @Nullable Labels labels;

    /**
     * The classes of all rows.
     *
     * @param names of classes that are numbers, by number; empty where they have none
     * @param values as they stand in the file; empty where there is none
     */
    private record Labels(Column column, List<String> names, List<Optional<String>> values) {
        boolean texts() {
            return column.type().equals(TEXTS);
        }
    }

    private ImageRows(Path file, ImageColumns wanted, TableFile table) {
        this.file = file;
        this.wanted = wanted;
        this.image = imageColumn(table);
        this.count = Math.toIntExact(table.rows());
        this.features = table.metadata(DESCRIPTION).map(this::features).orElse(MissingNode.getInstance());
    }

    /** @throws InputException if it cannot be read, or has no column of pictures */
    static ImageRows open(Path file, ImageColumns wanted) {
        try (TableFile table = TableFile.parquet(file)) {
            return new ImageRows(file, wanted, table);
        }
    }

    private Column imageColumn(TableFile table) {
        if (!wanted.image().isEmpty()) {
            Column named = table.column(wanted.image());
            if (!isPictures(named)) {
                throw new InputException(
                        "%s: column \"%s\" holds no pictures but %s; expected structures with bytes, as Python's datasets writes them; the columns are %s"
                                .formatted(file, named.name(), named.type(), table.columns()));
            }
            return named;
        }
        List<Column> found =
                table.columns().stream().filter(ImageRows::isPictures).toList();
        return usual(found, "image", "img")
                .orElseThrow(() -> new InputException(
                        found.isEmpty()
                                ? "%s: no column of pictures, which are structures with bytes, as Python's datasets writes them; the columns are %s"
                                        .formatted(file, table.columns())
                                : "%s: several columns of pictures; name one of %s"
                                        .formatted(
                                                file,
                                                found.stream().map(Column::name).toList())));
    }

    private static boolean isPictures(Column column) {
        return PICTURES.matcher(column.type()).matches();
    }

    /** The first that is called so, else the only one. */
    private static Optional<Column> usual(List<Column> columns, String... names) {
        return Stream.of(names)
                .flatMap(name -> columns.stream().filter(column -> column.name().equals(name)))
                .findFirst()
                .or(() -> columns.size() == 1 ? Optional.of(columns.get(0)) : Optional.empty());
    }

    private JsonNode features(String description) {
        try {
            return JSON.readTree(description).path("info").path("features");
        } catch (JsonProcessingException e) {
            throw new InputException(
                    "%s: the metadata \"%s\" is malformed JSON: %s; write the file anew"
                            .formatted(file, DESCRIPTION, e.getOriginalMessage()),
                    e);
        }
    }

    int count() {
        return count;
    }

    String name(int row) {
        return name(row, image);
    }

    private String name(int row, Column column) {
        return "%s, row %d, column \"%s\"".formatted(file, row + 1, column.name());
    }

    /** The content of a picture's file. */
    synchronized byte[] read(int row) {
        byte[] bytes = ahead.remove(row);
        if (bytes == null) {
            ahead.clear();
            readAhead(row, Math.min(count, row == next ? row + AHEAD : row + 1));
            bytes = ahead.remove(row);
        }
        if (bytes == null) {
            throw new InputException(
                    name(row) + ": no picture; expected the content of its file in bytes, a path alone does not do");
        }
        next = row + 1;
        return bytes;
    }

    private void readAhead(int first, int end) {
        try (TableFile table = TableFile.parquet(file)) {
            TableValues values = table.select("struct_extract(%s, 'bytes')".formatted(image.expression()), first, end);
            long size = 0;
            for (int row = first; size < AHEAD_BYTES && values.next(); row++) {
                byte[] bytes = values.bytes();
                if (bytes != null) {
                    ahead.put(row, bytes);
                    size += bytes.length;
                }
            }
        }
    }

    /** Whether classes are texts, not numbers. */
    boolean hasTexts() {
        return labels().texts();
    }

    /** The classes that stand in the rows, some several times. */
    List<String> texts() {
        return labels().values().stream().flatMap(Optional::stream).toList();
    }

    /** Names of classes that are numbers, by number; empty where they have none. */
    List<String> names() {
        return labels().names();
    }

    /** The class of a row. */
    ImageLabel label(int row) {
        Labels all = labels();
        String where = name(row, all.column());
        String value = all.values()
                .get(row)
                .orElseThrow(() -> new InputException(where + ": no class; expected one in every row"));
        if (all.texts()) {
            return ImageLabel.named(where, value);
        }
        try {
            int number = Integer.parseInt(value);
            if (all.names().isEmpty() && number >= 0) {
                return new ImageLabel(where, value, OptionalInt.of(number));
            }
            return new ImageLabel(where, all.names().get(number), OptionalInt.of(number));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new InputException(
                    "%s: %s, expected the number of a class, 0 %s; a split whose classes are kept secret measures nothing"
                            .formatted(
                                    where,
                                    value,
                                    all.names().isEmpty()
                                            ? "or more"
                                            : "to " + (all.names().size() - 1)),
                    e);
        }
    }

    /** Read when they are asked for: calibration needs none. */
    private synchronized Labels labels() {
        Labels all = labels;
        if (all == null) {
            try (TableFile table = TableFile.parquet(file)) {
                all = labels(table);
            }
            labels = all;
        }
        return all;
    }

    private Labels labels(TableFile table) {
        Column column = wanted.label().isEmpty() ? usualLabel(table) : table.column(wanted.label());
        boolean numbers = NUMBERS.matcher(column.type()).matches();
        if (!numbers && !column.type().equals(TEXTS)) {
            throw new InputException(
                    "%s: column \"%s\" holds no classes but %s; expected integers or strings; the columns are %s"
                            .formatted(file, column.name(), column.type(), table.columns()));
        }
        List<Optional<String>> values = new ArrayList<>(count);
        Map<String, Optional<String>> known = new HashMap<>();
        TableValues rows = table.select("%s::VARCHAR".formatted(column.expression()));
        while (rows.next()) {
            String value = rows.text();
            values.add(value == null ? Optional.empty() : known.computeIfAbsent(value, Optional::of));
        }
        return new Labels(column, numbers ? names(column) : List.of(), values);
    }

    private Column usualLabel(TableFile table) {
        List<Column> named = table.columns().stream()
                .filter(column -> !names(column).isEmpty())
                .toList();
        return Stream.of("label", "labels")
                .flatMap(name ->
                        table.columns().stream().filter(column -> column.name().equals(name)))
                .findFirst()
                .or(() -> usual(named))
                .orElseThrow(() -> new InputException(
                        "%s: no column \"label\" or \"labels\" that tells the classes; name it behind a #, such as images:%s#%s; the columns are %s"
                                .formatted(
                                        file,
                                        Objects.requireNonNull(file.getFileName()),
                                        named.isEmpty() ? "class" : named.get(0).name(),
                                        table.columns())));
    }

    private List<String> names(Column column) {
        List<String> names = new ArrayList<>();
        features.path(column.name()).path("names").forEach(name -> names.add(name.asText()));
        return names;
    }
}
