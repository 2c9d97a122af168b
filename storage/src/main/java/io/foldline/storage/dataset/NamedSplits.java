package io.foldline.storage.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The splits that the names of files tell, as they tell Python's {@code datasets} where a data set says nothing: shards {@code
 * data/SPLIT-00000-of-00001.*}; else folders that have the name of a split in theirs; else files that have; else all files
 * are for training.
 *
 * @param paths of data files in the folder
 * @param base of the paths: the folder with a slash behind it; empty: the whole data set
 * @param shards where shards lie, a folder with a slash behind it; empty: in the folder itself
 */
record NamedSplits(List<String> paths, String base, String shards) {
    /** Where shards lie, if nothing else is known. */
    static final String DATA = "data/";

    private static final String SHARD_NUMBER = "-\\d{5}-of-\\d{5}";

    /** The words that tell a split, in the order in which Python's {@code datasets} looks for them. */
    private static final Map<String, Pattern> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put(DataSetSplit.TRAIN.split(), word("train|training"));
        WORDS.put("validation", word("validation|valid|dev|val"));
        WORDS.put("test", word("test|testing|eval|evaluation"));
    }

    NamedSplits {
        paths = paths.stream().sorted().toList();
    }

    private static Pattern word(String words) {
        return Pattern.compile("(?:^|[-._ 0-9])(?:" + words + ")(?:[-._ 0-9]|$)");
    }

    /**
     * The files of a split, those of the most frequent extension, in the order of their paths. A split that no word tells is
     * what has exactly its name: shards, a folder or a file.
     *
     * @return empty if there are only other splits
     */
    List<String> files(String split) {
        List<String> found = all().getOrDefault(split, List.of());
        return ofMostFrequentExtension(found.isEmpty() && !WORDS.containsKey(split) ? called(split) : found);
    }

    /** Files by splits. */
    Map<String, List<String>> all() {
        Map<String, List<String>> splits = sharded();
        for (BiPredicate<String, Pattern> where :
                List.<BiPredicate<String, Pattern>>of(NamedSplits::inFolder, NamedSplits::inName)) {
            if (splits.isEmpty()) {
                splits = withWords(where);
            }
        }
        return splits.isEmpty() && !paths.isEmpty() ? Map.of(DataSetSplit.TRAIN.split(), paths) : splits;
    }

    private Map<String, List<String>> sharded() {
        Pattern name = Pattern.compile(Pattern.quote(base + shards) + "([^/]*)" + SHARD_NUMBER + "[^/]*\\.[^/]*");
        Map<String, List<String>> splits = new TreeMap<>();
        for (String path : paths) {
            Matcher shard = name.matcher(path);
            if (shard.matches()) {
                splits.computeIfAbsent(shard.group(1), split -> new ArrayList<>())
                        .add(path);
            }
        }
        return splits;
    }

    private Map<String, List<String>> withWords(BiPredicate<String, Pattern> where) {
        Map<String, List<String>> splits = new LinkedHashMap<>();
        WORDS.forEach((split, word) -> {
            List<String> found = filtered(path -> where.test(path, word));
            if (!found.isEmpty()) {
                splits.put(split, found);
            }
        });
        return splits;
    }

    private List<String> called(String split) {
        Pattern name =
                Pattern.compile("(?:.*/)?%s(?:/.*|(?:%s)?\\.[^/]*)".formatted(Pattern.quote(split), SHARD_NUMBER));
        return filtered(path -> name.matcher(path).matches());
    }

    /** Those whose paths, seen from the folder, fit. */
    private List<String> filtered(Predicate<String> fits) {
        return paths.stream()
                .filter(path -> fits.test(path.substring(base.length())))
                .toList();
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
