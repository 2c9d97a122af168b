package io.foldline.model;

import java.util.List;

/**
 * Rotary position embedding (Su et al., arXiv:2104.09864): how the inverse frequencies of a head's dimensions follow
 * from the configuration.
 */
sealed interface Rope {
    /** Base period. */
    double theta();

    /** What cosines and sines are multiplied by. */
    default double magnitude() {
        return 1;
    }

    /** Whether sequences of one length turn otherwise than those of another. */
    default boolean differs(int length, int other) {
        return false;
    }

    /** The original: inverse frequency {@code j} is {@code theta^(-2j/rotatedWidth)}. */
    record Default(double theta) implements Rope {}

    /** Positions divided by {@code factor} (kaiokendev's linear interpolation). */
    record Linear(double theta, double factor) implements Rope {}

    /**
     * The scaling of Llama 3.1: low frequencies divided by {@code factor}, high ones left alone, a ramp between.
     *
     * @param lowFrequencyFactor {@code originalPositions} over it is the wavelength from which frequencies are divided
     * @param highFrequencyFactor {@code originalPositions} over it is the wavelength below which they are left alone
     * @param originalPositions positions of the pretraining, in tokens
     */
    record Llama3(
            double theta,
            double factor,
            double lowFrequencyFactor,
            double highFrequencyFactor,
            double originalPositions)
            implements Rope {}

    /**
     * YaRN (Peng et al., arXiv:2309.00071): dimensions that turn often are left alone, those that turn seldom divided by
     * {@code factor}, a ramp between.
     *
     * @param fastTurns turns within the positions of the pretraining from which a dimension is left alone
     * @param slowTurns turns below which it is divided
     * @param truncated the ends of the ramp are whole dimensions
     */
    record Yarn(
            double theta,
            double factor,
            double magnitude,
            double fastTurns,
            double slowTurns,
            double originalPositions,
            boolean truncated)
            implements Rope {}

    /**
     * LongRoPE (Ding et al., arXiv:2402.13753): each dimension divided by a factor of its own, of two sets.
     *
     * @param shortFactors for sequences within the positions of the pretraining; half a head's rotated width of them
     * @param longFactors for longer ones
     */
    record LongRope(
            double theta, double magnitude, List<Double> shortFactors, List<Double> longFactors, int originalPositions)
            implements Rope {
        @Override
        public boolean differs(int length, int other) {
            return length > originalPositions != other > originalPositions;
        }
    }
}
