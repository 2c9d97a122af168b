package io.foldline.passes;

import io.foldline.event.RunRequested;
import io.foldline.model.text.Batches;
import io.foldline.model.text.ItemRange;
import java.util.List;

/**
 * How many items go into a task, so that it takes about as long as the request wants: by the floating-point operations of
 * the forward pass and an assumed speed. The same request is split in the same way wherever that is done, and a range is
 * a power of two of chunks, so that small changes of a request leave most of its tasks as they are.
 *
 * @param items number of items
 * @param tokens tokens of an item, at most or about
 * @param parameters weights that a token meets
 * @param chunk items in a chunk; a task begins with a whole one
 */
public record TaskSize(int items, long tokens, long parameters, int chunk) {
    /**
     * Assumed speed of a CPU, in floating-point operations a second: that of two cores. The scorer did 3.9e10 to 5.9e10 on
     * one core of an AMD EPYC server, in float32, with the demo model and with one of hidden size 1024. More cores are
     * faster, and their tasks shorter.
     */
    static final double CPU = 8e10;

    /**
     * Assumed speed of a CUDA device, in floating-point operations a second: a tenth of what a data-centre card of 2023
     * promises for bfloat16. An H200 did 4.7e14 for the scorer and 3.3e14 for the calibrator, in bfloat16 with blocks of the
     * shape of Llama 3 8B; most cards do less.
     */
    static final double CUDA = 1e14;

    /** With chunks of {@link Batches#CHUNK} items. */
    public TaskSize(int items, long tokens, long parameters) {
        this(items, tokens, parameters, Batches.CHUNK);
    }

    /** More chunks than any input has. */
    private static final int MAX_CHUNKS = 1 << 24;

    /** The ranges of items for the tasks. */
    public List<ItemRange> ranges(RunRequested request) {
        return request.getTasksPerStage() > 0
                ? Batches.taskRanges(items, request.getTasksPerStage(), chunk)
                : Batches.equalRanges(items, (long) chunks(request) * chunk);
    }

    private int chunks(RunRequested request) {
        double operations =
                request.getTaskSeconds() * speed(request.getCompute().getDevice());
        double operationsOfChunk = 2.0 * parameters * tokens * chunk;
        int chunks = 1;
        while (2 * chunks * operationsOfChunk <= operations && chunks < MAX_CHUNKS) {
            chunks *= 2;
        }
        return chunks;
    }

    /** By the name alone: a device that each worker chooses for itself may be a CPU. */
    private static double speed(String device) {
        return device.startsWith("cuda") ? CUDA : CPU;
    }
}
