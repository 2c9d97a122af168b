package io.foldline.stage;

/** Puts together what {@link Stage#fingerprint} says: one line for each thing that the result depends on. */
public final class Fingerprint {
    private final StringBuilder text = new StringBuilder();

    /**
     * Begins with the algorithm.
     *
     * @param stage name of the stage
     * @param version of its algorithm; a change that gives other results for the same inputs counts it up
     */
    public Fingerprint(String stage, int version) {
        with("stage", stage);
        with("version", version);
    }

    /**
     * Adds a line.
     *
     * @param value whose {@code toString} says all of it
     */
    public Fingerprint with(String name, Object value) {
        String line = value.toString().replace("\\", "\\\\").replace("\n", "\\n");
        text.append(name).append('=').append(line).append('\n');
        return this;
    }

    /** All lines. */
    public String text() {
        return text.toString();
    }
}
