package io.foldline.storage.dataset;

import java.util.Optional;

/**
 * A part of a data set, as its makers divide it.
 *
 * @param config configuration, such as a language or a subject; empty: the default one
 * @param split such as {@code train}, {@code validation} or {@code test}
 */
public record DataSetSplit(Optional<String> config, String split) {
    /** What is for training, of the default configuration. */
    public static final DataSetSplit TRAIN = of("train");

    /** A split of the default configuration. */
    public static DataSetSplit of(String split) {
        return new DataSetSplit(Optional.empty(), split);
    }

    /** A split of a configuration. */
    public static DataSetSplit of(String config, String split) {
        return new DataSetSplit(Optional.of(config), split);
    }
}
