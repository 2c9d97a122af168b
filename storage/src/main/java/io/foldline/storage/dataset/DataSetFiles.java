package io.foldline.storage.dataset;

import io.foldline.checkpoint.InputException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
     * What a path means: the file of that name, the files that a pattern names, or the train split in a folder.
     *
     * @param path not empty
     * @return paths in their order, not empty
     * @throws InputException if there is nothing of the kind
     */
    public List<String> named(String path) {
        if (paths.contains(path)) {
            return List.of(path);
        }
        List<String> found = Glob.isPattern(path) ? matching(path) : trainBelow(path);
        if (!found.isEmpty()) {
            return found;
        }
        boolean folder = paths.stream().anyMatch(each -> each.startsWith(path + "/"));
        throw new InputException(
                folder
                        ? "%s/%s: no files of a train split among %s; name others"
                                .formatted(place, path, some(below(path)))
                        : "%s: no file or folder with data fits '%s'; there are %s"
                                .formatted(place, path, some(data())));
    }

    /**
     * The files of the train split of the default configuration.
     *
     * @param card content of {@link #CARD}; empty if there is none
     * @return paths in their order, not empty
     * @throws InputException if there is no such split, or the card has several configurations and no default
     */
    public List<String> train(String card) {
        DataSetCard read = DataSetCard.read(card, place);
        if (read.configs().isEmpty()) {
            return require(trainBelow(""), "its names tell no train split");
        }
        DataSetCard.Config config = read.standard().orElseThrow(() -> undecided(read));
        String base = config.folder().isEmpty() ? "" : config.folder() + "/";
        Set<String> found = new LinkedHashSet<>();
        if (config.train().isEmpty()) {
            found.addAll(trainBelow(config.folder()));
        } else {
            config.train().get().forEach(pattern -> found.addAll(declared(base + pattern)));
        }
        return require(
                List.copyOf(found), "its card names no files for the train split of '%s'".formatted(config.name()));
    }

    private List<String> declared(String pattern) {
        return paths.contains(pattern) ? List.of(pattern) : matching(pattern);
    }

    private List<String> matching(String pattern) {
        Glob glob = new Glob(pattern);
        return data().stream().filter(glob::matches).sorted().toList();
    }

    private List<String> trainBelow(String folder) {
        String base = folder.isEmpty() ? "" : folder + "/";
        List<String> relative = below(folder).stream()
                .map(path -> path.substring(base.length()))
                .toList();
        return TrainSplit.of(relative).stream().map(path -> base + path).toList();
    }

    private List<String> below(String folder) {
        return data().stream()
                .filter(path -> folder.isEmpty() || path.startsWith(folder + "/"))
                .toList();
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

    private InputException undecided(DataSetCard card) {
        return new InputException("%s: has several configurations and no default; name the files of one behind it, %s"
                .formatted(
                        place,
                        card.configs().stream()
                                .limit(SHOWN)
                                .map(this::described)
                                .collect(Collectors.joining(
                                        ", ", "", card.configs().size() > SHOWN ? ", …" : ""))));
    }

    private String described(DataSetCard.Config config) {
        String base = config.folder().isEmpty() ? "" : config.folder() + "/";
        List<String> train = config.train().orElse(List.of());
        return "%s (%s)".formatted(config.name(), train.isEmpty() ? "/" + base : "/" + base + train.get(0));
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
