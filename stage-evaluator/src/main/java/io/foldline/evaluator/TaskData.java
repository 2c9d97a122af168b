package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.evaluator.task.DataSplit;
import io.foldline.model.text.DataRecord;
import io.foldline.model.text.RecordReader;
import io.foldline.storage.DataFile;
import io.foldline.storage.HubData;
import io.foldline.storage.dataset.DataSetSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of benchmark tasks are: in local copies, or on the hub.
 *
 * @param folder path or URI of the folder with local copies; null: the hub
 */
record TaskData(@Nullable String folder) {
    private static final List<String> EXTENSIONS =
            List.of("jsonl", "jsonl.gz", "json", "json.gz", "parquet", "csv", "tsv");

    /**
     * The first rows of a split.
     *
     * @param limit rows that are wanted, at most
     * @throws InputException if there is no such split; says what to put where
     */
    List<DataRecord> read(DataSplit split, int limit) throws IOException {
        if (!split.where().isEmpty()) {
            return RecentRows.of(files(split)).stream()
                    .filter(row -> isMeant(row, split))
                    .limit(limit)
                    .toList();
        }
        List<DataRecord> rows = new ArrayList<>();
        try (RecordReader reader = RecordReader.open(files(split))) {
            while (rows.size() < limit) {
                DataRecord row = reader.next();
                if (row == null) {
                    break;
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static boolean isMeant(DataRecord row, DataSplit split) {
        return split.where().entrySet().stream()
                .allMatch(each -> row.fields().path(each.getKey()).asText().equals(each.getValue()));
    }

    /** SHA-256 of the files of a split. */
    String digest(DataSplit split) throws IOException {
        return RecordReader.digest(files(split));
    }

    private List<DataFile> files(DataSplit split) throws IOException {
        if (folder == null) {
            return hub(split);
        }
        Path base = Locations.path(folder);
        List<Path> places = places(base, split);
        for (Path place : places) {
            for (String extension : EXTENSIONS) {
                Path file = place.resolveSibling(place.getFileName() + "." + extension);
                if (Files.isRegularFile(file)) {
                    return List.of(DataFile.of(file));
                }
            }
        }
        throw new InputException(
                "%s: %s is not there: expected %s.jsonl (or .json, .parquet, .csv, also packed as .gz); download it from hf://datasets/%s%s"
                        .formatted(
                                split.task(),
                                split.shown(),
                                places.get(places.size() - 1),
                                split.dataSet(),
                                split.where().isEmpty() ? "" : ", rows with " + split.where()));
    }

    /** Files without their extensions, the most particular ones first. */
    private static List<Path> places(Path base, DataSplit split) {
        Path dataSet = base.resolve(split.dataSet().substring(split.dataSet().lastIndexOf('/') + 1));
        List<Path> places = new ArrayList<>();
        places.add(base.resolve(split.task()).resolve(split.split()));
        split.configuration().ifPresent(name -> places.add(dataSet.resolve(name).resolve(split.split())));
        places.add(dataSet.resolve(split.split()));
        if (split.scored()) {
            places.add(base.resolve(split.task()));
        }
        return places;
    }

    private static List<DataFile> hub(DataSplit split) throws IOException {
        try {
            return HubData.of("hf://datasets/" + split.dataSet())
                    .files(RecordReader.EXTENSIONS, new DataSetSplit(split.configuration(), split.split()));
        } catch (InputException e) {
            throw new InputException(
                    "%s: %s; or give a folder with local copies by --task-data".formatted(split.task(), e.getMessage()),
                    e);
        }
    }
}
