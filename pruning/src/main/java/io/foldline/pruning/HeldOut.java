package io.foldline.pruning;

/** Which calibration samples are held out where something is to be judged on them. */
public final class HeldOut {
    /** One sample in this many, so also the least number of samples. */
    public static final int EVERY = 5;

    private HeldOut() {}

    /**
     * Whether a sample is held out; depends on nothing but its place, so every task sees the same split.
     *
     * @param sample 0-based place in the calibration set
     */
    public static boolean contains(int sample) {
        return sample % EVERY == EVERY - 1;
    }
}
