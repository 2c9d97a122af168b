package io.foldline.evaluator;

import java.util.Arrays;

/**
 * What a model answers to a request, in numbers, so that it can be saved.
 *
 * @param numbers of a likelihood: its natural logarithm, and 1 where all scored tokens are the likeliest ones, else 0; of a
 *     continuation: its token ids
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(double[] numbers) {
    static Answer likelihood(double logLikelihood, boolean greedy) {
        return new Answer(new double[] {logLikelihood, greedy ? 1 : 0});
    }

    static Answer continuation(int[] ids) {
        return new Answer(Arrays.stream(ids).asDoubleStream().toArray());
    }

    double logLikelihood() {
        return numbers[0];
    }

    boolean greedy() {
        return numbers[1] == 1;
    }

    int[] ids() {
        return Arrays.stream(numbers).mapToInt(id -> (int) id).toArray();
    }
}
