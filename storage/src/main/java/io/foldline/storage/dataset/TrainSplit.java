package io.foldline.storage.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the files of the train split by their names, as Python's {@code datasets} does where a data set says nothing: shards
 * {@code data/SPLIT-00000-of-00001.*}; else folders that have the name of a split in theirs; else files that have; else all
 * files are for training.
 */
final class TrainSplit {
    private static final Pattern SHARD = Pattern.compile("data/([^/]*)-\\d{5}-of-\\d{5}[^/]*\\.[^/]*");
    private static final Pattern TRAIN = word("train|training");
    private static final Pattern ANY = word("train|training|validation|valid|dev|val|test|testing|eval|evaluation");

    private TrainSplit() {}

    private static Pattern word(String words) {
        return Pattern.compile("(?:^|[-._ 0-9])(?:" + words + ")(?:[-._ 0-9]|$)");
    }

    /**
     * The files of the split, those of the most frequent extension, in the order of their paths.
     *
     * @param paths of data files, relative to the folder of the data set
     * @return empty if there are only other splits
     */
    static List<String> of(List<String> paths) {
        List<String> sorted = paths.stream().sorted().toList();
        return ofMostFrequentExtension(split(sorted));
    }

    private static List<String> split(List<String> paths) {
        List<String> train = new ArrayList<>();
        boolean sharded = false;
        for (String path : paths) {
            Matcher shard = SHARD.matcher(path);
            if (shard.matches()) {
                sharded = true;
                if (shard.group(1).equals("train")) {
                    train.add(path);
                }
            }
        }
        if (sharded) {
            return train;
        }
        for (BiPredicate<String, Pattern> where :
                List.<BiPredicate<String, Pattern>>of(TrainSplit::inFolder, TrainSplit::inName)) {
            if (paths.stream().anyMatch(path -> where.test(path, ANY))) {
                return paths.stream().filter(path -> where.test(path, TRAIN)).toList();
            }
        }
        return paths;
    }

    private static boolean inFolder(String path, Pattern word) {
        String[] names = path.split("/");
        return Arrays.stream(names, 0, names.length - 1)
                .anyMatch(name -> word.matcher(name).find());
    }

    /** What follows the word is at least the extension. */
    private static boolean inName(String path, Pattern word) {
        return word.matcher(path.substring(path.lastIndexOf('/') + 1)).find();
    }

    /** Several extensions stay where none of them is the most frequent one: then the user has to choose. */
    private static List<String> ofMostFrequentExtension(List<String> paths) {
        Map<String, List<String>> byExtension = new TreeMap<>();
        paths.forEach(path -> byExtension
                .computeIfAbsent(Extensions.of(path), extension -> new ArrayList<>())
                .add(path));
        int most = byExtension.values().stream().mapToInt(List::size).max().orElse(0);
        List<List<String>> candidates = byExtension.values().stream()
                .filter(some -> some.size() == most)
                .toList();
        return candidates.size() == 1 ? Collections.unmodifiableList(candidates.get(0)) : paths;
    }
}
