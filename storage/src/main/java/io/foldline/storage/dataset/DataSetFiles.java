package io.foldline.storage.dataset;

import io.foldline.checkpoint.InputException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a data set, and which of them a user means.
 *
 * @param place of the data set, without a path; for messages
 * @param paths of all its files
 * @param extensions of files that can be read, in lower case
 */
public record DataSetFiles(Object place, List<String> paths, Set<String> extensions) {
    /** Describe data sets, and hold no data. */
    private static final Set<String> DESCRIPTIONS =
            Set.of("config.json", "dataset_info.json", "dataset_infos.json", "dataset_dict.json");

    private static final int SHOWN = 10;

    /** Name of the file that says what belongs to a data set. */
    public static final String CARD = DataSetCard.FILE;

    public DataSetFiles {
        paths = List.copyOf(paths);
        extensions = Set.copyOf(extensions);
    }

    /**
     * What a path means: the file of that name, the files that a pattern names, or the split in a folder.
     *
     * @param path not empty
     * @param wanted the split; of no configuration, which the path stands for
     * @return paths in their order, not empty
     * @throws InputException if there is nothing of the kind
     */
    public List<String> named(String path, DataSetSplit wanted) {
        wanted.config().ifPresent(config -> {
            throw new InputException("%s/%s: the path says which files are read; expected no configuration, found '%s'"
                    .formatted(place, path, config));
        });
        if (paths.contains(path)) {
            return List.of(path);
        }
        NamedSplits folder = below(path + "/", NamedSplits.DATA);
        List<String> found = Glob.isPattern(path) ? matching(path) : folder.files(wanted.split());
        if (!found.isEmpty()) {
            return found;
        }
        throw new InputException(
                paths.stream().anyMatch(each -> each.startsWith(path + "/"))
                        ? "%s/%s: no files of the %s split among %s; name others"
                                .formatted(place, path, wanted.split(), some(folder.paths()))
                        : "%s: no file or folder with data fits '%s'; there are %s"
                                .formatted(place, path, some(data())));
    }

    /**
     * The files of a split. A configuration that the card does not know is the folder of its name, with shards {@code
     * CONFIG/SPLIT-00000-of-00001.*}.
     *
     * @param card content of {@link #CARD}; empty if there is none
     * @return paths in their order, not empty
     * @throws InputException if there is no such configuration or split, or none is named and the card has several
     *     configurations and no default
     */
    public List<String> of(DataSetSplit wanted, String card) {
        DataSetCard read = DataSetCard.read(card, place);
        if (wanted.config().isEmpty()) {
            return ofConfig(read.standard().orElseThrow(() -> undecided(read, wanted.split())), wanted.split());
        }
        String name = wanted.config().get();
        Optional<DataSetCard.Config> config = read.named(name);
        if (config.isPresent()) {
            return ofConfig(config.get(), wanted.split());
        }
        NamedSplits folder = below(name + "/", "");
        if (folder.paths().isEmpty()) {
            throw new InputException(
                    "%s: no configuration '%s'; there are %s".formatted(place, name, some(configurations(read))));
        }
        return byNames(folder, wanted.split(), name);
    }

    private List<String> ofConfig(DataSetCard.Config config, String split) {
        if (config.splits().isEmpty()) {
            return byNames(below(config.base(), NamedSplits.DATA), split, config.name());
        }
        Map<String, List<String>> splits = config.splits().get();
        Set<String> found = new LinkedHashSet<>();
        splits.getOrDefault(split, List.of()).forEach(pattern -> found.addAll(declared(config.base() + pattern)));
        return require(
                List.copyOf(found),
                "its card names no files for the %s split of '%s', but for the splits %s"
                        .formatted(split, config.name(), splits.keySet()));
    }

    private List<String> byNames(NamedSplits named, String split, String config) {
        return require(
                named.files(split),
                "its names tell no %s split of '%s', but the splits %s"
                        .formatted(split, config, named.all().keySet()));
    }

    private List<String> configurations(DataSetCard card) {
        return Stream.concat(
                        card.configs().stream().map(DataSetCard.Config::name),
                        data().stream()
                                .filter(path -> path.contains("/"))
                                .map(path -> path.substring(0, path.indexOf('/'))))
                .distinct()
                .toList();
    }

    private List<String> declared(String pattern) {
        return paths.contains(pattern) ? List.of(pattern) : matching(pattern);
    }

    private List<String> matching(String pattern) {
        Glob glob = new Glob(pattern);
        return data().stream().filter(glob::matches).sorted().toList();
    }

    private NamedSplits below(String base, String shards) {
        return new NamedSplits(
                data().stream().filter(path -> path.startsWith(base)).toList(), base, shards);
    }

    private List<String> data() {
        return paths.stream().filter(this::isData).toList();
    }

    private boolean isData(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return extensions.contains(Extensions.of(path))
                && !DESCRIPTIONS.contains(name)
                && Arrays.stream(path.split("/")).noneMatch(part -> part.startsWith(".") || part.startsWith("__"));
    }

    private List<String> require(List<String> found, String reason) {
        if (found.isEmpty()) {
            List<String> data = data();
            throw new InputException(
                    data.isEmpty()
                            ? "%s: expected files that can be read (%s), found %s"
                                    .formatted(
                                            place, extensions.stream().sorted().toList(), some(paths))
                            : "%s: %s; name files, such as %s/%s; there are %s"
                                    .formatted(place, reason, place, data.get(0), some(data)));
        }
        return found;
    }

    private InputException undecided(DataSetCard card, String split) {
        return new InputException("%s: has several configurations and no default; name the files of one behind it, %s"
                .formatted(
                        place,
                        card.configs().stream()
                                .limit(SHOWN)
                                .map(config -> described(config, split))
                                .collect(Collectors.joining(
                                        ", ", "", card.configs().size() > SHOWN ? ", …" : ""))));
    }

    private static String described(DataSetCard.Config config, String split) {
        List<String> paths = config.splits().orElse(Map.of()).getOrDefault(split, List.of());
        return "%s (/%s%s)".formatted(config.name(), config.base(), paths.isEmpty() ? "" : paths.get(0));
    }

    private static String some(List<String> paths) {
        return paths.isEmpty()
                ? "none"
                : paths.stream()
                        .sorted()
                        .limit(SHOWN)
                        .collect(Collectors.joining(
                                ", ", "", paths.size() > SHOWN ? " and %d more".formatted(paths.size() - SHOWN) : ""));
    }
}
