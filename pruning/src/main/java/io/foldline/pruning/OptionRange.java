package io.foldline.pruning;

import java.util.List;

/** What the value of an option may be. Its text says so in words. */
public sealed interface OptionRange {
    /** One of some words. */
    record OneOf(List<String> words) implements OptionRange {
        public OneOf {
            words = List.copyOf(words);
        }

        @Override
        public boolean contains(String value) {
            return words.contains(value);
        }

        @Override
        public String toString() {
            return String.join(", ", words);
        }
    }

    /** A finite number, both limits included. */
    record Decimal(double least, double most) implements OptionRange {
        @Override
        public boolean contains(String value) {
            try {
                double number = Double.parseDouble(value);
                return number >= least && number <= most;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return most == Double.MAX_VALUE
                    ? "a number of at least " + least
                    : "a number from %s to %s".formatted(least, most);
        }
    }

    /** A whole number, both limits included. */
    record Whole(long least, long most) implements OptionRange {
        @Override
        public boolean contains(String value) {
            try {
                long number = Long.parseLong(value);
                return number >= least && number <= most;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return most == Long.MAX_VALUE
                    ? "a whole number of at least " + least
                    : "a whole number from %d to %d".formatted(least, most);
        }
    }

    /** One of some words. */
    static OptionRange oneOf(String... words) {
        return new OneOf(List.of(words));
    }

    /** A number that is not less. */
    static OptionRange numberFrom(double least) {
        return new Decimal(least, Double.MAX_VALUE);
    }

    /** A whole number that is not less. */
    static OptionRange wholeFrom(long least) {
        return new Whole(least, Long.MAX_VALUE);
    }

    /** Whether a value is one of these. */
    boolean contains(String value);
}
