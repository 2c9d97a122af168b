package io.foldline.storage;

import io.foldline.storage.dataset.DataSetFiles;
import io.foldline.storage.dataset.DataSetSplit;
import io.foldline.storage.hub.Hub;
import io.foldline.storage.hub.HubFile;
import io.foldline.storage.hub.HubLocation;
import io.foldline.storage.hub.HubRepository;
import io.foldline.storage.transfer.TransferProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Data sets of a hub. Which files a location at a commit means is found out once by this process. */
final class HubDataSets {
    private final Hub hub;
    private final Map<Chosen, List<DataFile>> known = new ConcurrentHashMap<>();

    private record Chosen(HubLocation location, DataSetSplit split, Set<String> extensions) {}

    HubDataSets(Hub hub) {
        this.hub = hub;
    }

    /** The files that a location means; none but the card of the data set is brought here. */
    List<DataFile> files(HubLocation location, DataSetSplit split, Set<String> extensions) throws IOException {
        @Nullable List<DataFile> files = known.get(new Chosen(location, split, extensions));
        if (files == null) {
            HubRepository repository = hub.open(location.whole());
            files = choose(repository, location.path(), split, extensions);
            known.put(new Chosen(location.at(repository.location().revision()), split, extensions), files);
        }
        return files;
    }

    private static List<DataFile> choose(
            HubRepository repository, String path, DataSetSplit split, Set<String> extensions) throws IOException {
        Map<String, HubFile> files =
                repository.files().stream().collect(Collectors.toMap(HubFile::path, Function.identity()));
        DataSetFiles all = new DataSetFiles(repository.location(), List.copyOf(files.keySet()), extensions);
        List<String> chosen = path.isEmpty()
                ? all.of(split, card(repository, Optional.ofNullable(files.get(DataSetFiles.CARD))))
                : all.named(path, split);
        return chosen.stream()
                .<DataFile>map(each -> new HubDataFile(repository, Objects.requireNonNull(files.get(each))))
                .toList();
    }

    private static String card(HubRepository repository, Optional<HubFile> card) throws IOException {
        if (card.isEmpty()) {
            return "";
        }
        repository.fetch(List.of(card.get()), TransferProgress.NONE);
        return Files.readString(repository.folder().resolve(card.get().path()), StandardCharsets.UTF_8);
    }
}
