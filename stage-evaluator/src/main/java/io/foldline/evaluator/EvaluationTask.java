package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.model.text.Batches;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A benchmark task: where its items come from, what is asked of the model, and the metrics made of the answers. */
public sealed interface EvaluationTask permits TextTask, ImageTask {
    /** Name by which it is asked for. */
    String name();

    /** Its metrics; what was retained is judged by the first. */
    List<Metric> metrics();

    /**
     * Number of items, counted up to {@code limit}; all that are counted are also checked.
     *
     * @throws io.foldline.checkpoint.InputException if the data is not there or cannot be read
     */
    int count(int limit) throws IOException;

    /**
     * Looks whether a model can be measured by the task; reads no weights.
     *
     * @param model path or URI of the checkpoint folder
     * @param limit items that are wanted, at most
     * @throws io.foldline.checkpoint.InputException if it cannot; says why
     */
    void requireModel(String model, int limit) throws IOException;

    /**
     * SHA-256 of all that decides what its items are.
     *
     * @throws io.foldline.checkpoint.InputException if the data is not there
     */
    String digest() throws IOException;

    /**
     * About how many tokens of an item go through the model.
     *
     * @param length tokens that the model may see at once
     */
    long tokensPerItem(int length);

    /** Items that are planned together: a task begins at a multiple of it. */
    default int chunk() {
        return Batches.CHUNK;
    }

    /**
     * The metrics, in the order of {@link #metrics}, each followed by its standard error where there are two items or more.
     *
     * @throws io.foldline.checkpoint.InputException if nothing was measured
     */
    default Map<String, Double> values(Sums sums) {
        if (sums.items() == 0) {
            throw new InputException(name() + ": no item can be measured; texts need two tokens or more");
        }
        Map<String, Double> values = new LinkedHashMap<>();
        for (Metric metric : metrics()) {
            values.put(metric.name(), metric.value(sums));
            metric.error(sums).ifPresent(error -> values.put(metric.errorName(), error));
        }
        return values;
    }
}
