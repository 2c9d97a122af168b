package io.foldline.model.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The batch plan. It is made inside chunks of {@link #CHUNK} consecutive samples, and tasks start at the start of a chunk;
 * so the batches are the same however many tasks share the work, and so are sums over them, up to the order of addition.
 */
public final class Batches {
    /** Samples in a chunk; the smallest unit that work is split into. */
    public static final int CHUNK = 8;

    /** Tokens of a batch that the plan aims at, padding included. */
    public static final int TOKEN_BUDGET = 4096;

    private Batches() {}

    /**
     * Puts samples into batches. Each batch holds samples of one chunk, of similar length, and at most
     * {@code tokenBudget} tokens with padding, or a single longer sample. Samples without tokens are left out.
     *
     * @param ids token ids of consecutive samples, the first of which starts a chunk
     */
    public static List<Batch> plan(List<int[]> ids, int tokenBudget) {
        List<Batch> batches = new ArrayList<>();
        for (int first = 0; first < ids.size(); first += CHUNK) {
            batches.addAll(group(ids, first, Math.min(first + CHUNK, ids.size()), tokenBudget));
        }
        return batches;
    }

    /** Puts samples into batches as {@link #plan} does, as if they were one chunk however many they are. */
    public static List<Batch> group(List<int[]> ids, int tokenBudget) {
        return group(ids, 0, ids.size(), tokenBudget);
    }

    private static List<Batch> group(List<int[]> ids, int first, int end, int tokenBudget) {
        List<Batch> batches = new ArrayList<>();
        List<Integer> byLength = IntStream.range(first, end)
                .boxed()
                .filter(i -> ids.get(i).length > 0)
                .sorted(Comparator.comparingInt(i -> ids.get(i).length))
                .toList();
        int start = 0;
        for (int i = 1; i <= byLength.size(); i++) {
            if (i == byLength.size() || (long) (i + 1 - start) * ids.get(byLength.get(i)).length > tokenBudget) {
                List<Integer> samples = byLength.subList(start, i);
                batches.add(new Batch(samples, samples.stream().map(ids::get).toList()));
                start = i;
            }
        }
        return batches;
    }

    /**
     * Splits samples into ranges for tasks; each but the last ends with a whole chunk.
     *
     * @param samples number of samples
     * @param tasks number of tasks wanted, at least 1; never more than there are chunks
     */
    public static List<ItemRange> taskRanges(int samples, int tasks) {
        return taskRanges(samples, tasks, CHUNK);
    }

    /**
     * The same with chunks of another size.
     *
     * @param chunk samples in a chunk
     */
    public static List<ItemRange> taskRanges(int samples, int tasks, int chunk) {
        int chunks = ceilDiv(samples, chunk);
        int count = Math.min(chunks, tasks);
        return IntStream.range(0, count)
                .mapToObj(t -> new ItemRange(
                        boundary(t, count, chunks, chunk, samples), boundary(t + 1, count, chunks, chunk, samples)))
                .toList();
    }

    /**
     * Splits samples into ranges of equal size for tasks, of which the last may be smaller. More samples leave the ranges of
     * the first ones as they are.
     *
     * @param samples number of samples
     * @param size of a range, at least 1; whole chunks
     */
    public static List<ItemRange> equalRanges(int samples, long size) {
        return LongStream.range(0, (samples + size - 1) / size)
                .mapToObj(t -> new ItemRange((int) (t * size), (int) Math.min((t + 1) * size, samples)))
                .toList();
    }

    private static int boundary(int task, int count, int chunks, int chunk, int samples) {
        return (int) Math.min((long) task * chunks / count * chunk, samples);
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }
}
