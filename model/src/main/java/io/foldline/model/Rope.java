package io.foldline.model;

/**
 * Rotary position embedding (Su et al., arXiv:2104.09864): how the inverse frequencies of a head's dimensions follow
 * from the configuration.
 */
public sealed interface Rope {
    /** Base period. */
    double theta();

    /** The original: inverse frequency {@code j} is {@code theta^(-2j/headWidth)}. */
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
}
