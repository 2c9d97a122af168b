package io.foldline.pruning;

import io.foldline.checkpoint.InputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many blocks to remove, before the model is known. */
public sealed interface DropAmount {
    /** A number of blocks. */
    record Blocks(int count) implements DropAmount {
        @Override
        public int of(int blocks) {
            return checked(this, count, blocks);
        }

        @Override
        public String toString() {
            return Integer.toString(count);
        }
    }

    /** A share of the blocks in percent, rounded to the nearest number of blocks and at least one. */
    record Percent(double share) implements DropAmount {
        @Override
        public int of(int blocks) {
            if (!(share > 0 && share < 100)) {
                throw new InputException("Drop %s: expected more than 0%% and less than 100%%.".formatted(this));
            }
            return checked(this, (int) Math.max(1, Math.round(blocks * share / 100)), blocks);
        }

        @Override
        public String toString() {
            return (share == Math.rint(share) ? Long.toString((long) share) : Double.toString(share)) + "%";
        }
    }

    /**
     * Number of blocks to remove from a model of {@code blocks} blocks, 1 to {@code blocks - 1}.
     *
     * @throws InputException if the amount is out of that range
     */
    int of(int blocks);

    /**
     * Reads {@code 8} (blocks) or {@code 25%} (of the blocks).
     *
     * @throws InputException if the text has another form
     */
    static DropAmount parse(String text) {
        Matcher matcher = Pattern.compile("\\s*(?:(\\d{1,9})|(\\d{1,9}(?:\\.\\d{1,9})?)\\s*%)\\s*")
                .matcher(text);
        if (!matcher.matches()) {
            throw new InputException(
                    "Drop \"%s\": expected a number of blocks, such as 8, or a share of them, such as 25%%."
                            .formatted(text));
        }
        String count = matcher.group(1);
        return count != null ? new Blocks(Integer.parseInt(count)) : new Percent(Double.parseDouble(matcher.group(2)));
    }

    /**
     * An amount as contracts spell it.
     *
     * @param unit {@code BLOCKS} or {@code PERCENT}
     * @throws InputException if the unit is none of these, or blocks are not counted in whole numbers
     */
    static DropAmount of(String unit, double amount) {
        return switch (unit) {
            case "BLOCKS" -> {
                if (amount != Math.rint(amount)) {
                    throw new InputException("Drop %s: expected a whole number of blocks.".formatted(amount));
                }
                yield new Blocks((int) amount);
            }
            case "PERCENT" -> new Percent(amount);
            default -> throw new InputException("Drop in %s: expected BLOCKS or PERCENT.".formatted(unit));
        };
    }

    private static int checked(DropAmount amount, int count, int blocks) {
        if (count < 1 || count > blocks - 1) {
            throw new InputException(
                    "Drop %s removes %d of the model's %d blocks, expected 1 to %d: the first block always stays."
                            .formatted(amount, count, blocks, blocks - 1));
        }
        return count;
    }
}
