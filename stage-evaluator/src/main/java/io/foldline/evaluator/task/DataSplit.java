package io.foldline.evaluator.task;

import java.util.Map;
import java.util.Optional;

/**
 * Rows of a data set.
 *
 * @param task name of the task, by which local copies may go
 * @param dataSet such as {@code allenai/ai2_arc}
 * @param configuration of the data set; empty for the only one
 * @param split such as {@code test}
 * @param where values that columns have in the rows that are meant; empty: all rows
 * @param scored whether its rows are the items of the task
 */
public record DataSplit(
        String task,
        String dataSet,
        Optional<String> configuration,
        String split,
        Map<String, String> where,
        boolean scored) {
    public DataSplit {
        where = Map.copyOf(where);
    }

    /** What it is called in messages. */
    public String shown() {
        return "the split " + split + " of hf://datasets/" + dataSet
                + configuration.map(name -> ", configuration " + name).orElse("");
    }
}
