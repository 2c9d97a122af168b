package io.foldline.pruning;

import io.foldline.checkpoint.InputException;

/** How the ridge λ of {@code (MᵀM + λI)⁻¹MᵀR} is given. */
public sealed interface RidgeSetting {
    /** λ is {@code factor} times the mean diagonal of {@code MᵀM}. */
    record Relative(double factor) implements RidgeSetting {
        public Relative {
            requireUsable("alpha", factor);
        }
    }

    /** λ itself. */
    record Absolute(double lambda) implements RidgeSetting {
        public Absolute {
            requireUsable("alpha-absolute", lambda);
        }
    }

    /** λ is chosen on held-out samples. */
    record Auto() implements RidgeSetting {}

    /** The default, one thousandth of the mean diagonal. */
    RidgeSetting DEFAULT = new Relative(1e-3);

    /** The default of new weights, a tenth of the mean diagonal: they have far more freedom than a transform. */
    RidgeSetting REFIT = new Relative(0.1);

    /**
     * Reads {@code auto} or a factor of the mean diagonal.
     *
     * @throws InputException if the text is neither, or the factor is negative or not finite
     */
    static RidgeSetting parse(String text) {
        if (text.equals("auto")) {
            return new Auto();
        }
        try {
            return new Relative(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new InputException(
                    "alpha \"%s\": expected auto or a number, at least 0, such as 1e-3.".formatted(text), e);
        }
    }

    /**
     * A ridge as contracts spell it.
     *
     * @param kind {@code RELATIVE}, {@code ABSOLUTE} or {@code AUTO}
     * @param value ignored for {@code AUTO}
     * @throws InputException if the kind is none of these, or the value is negative or not finite
     */
    static RidgeSetting of(String kind, double value) {
        return switch (kind) {
            case "RELATIVE" -> new Relative(value);
            case "ABSOLUTE" -> new Absolute(value);
            case "AUTO" -> new Auto();
            default ->
                throw new InputException("Ridge of kind %s: expected RELATIVE, ABSOLUTE or AUTO.".formatted(kind));
        };
    }

    private static void requireUsable(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new InputException("%s is %s, expected a finite number, at least 0.".formatted(name, value));
        }
    }
}
