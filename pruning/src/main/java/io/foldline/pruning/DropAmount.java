package io.foldline.pruning;

import io.foldline.checkpoint.InputException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much to remove, before the model is known. */
public sealed interface DropAmount {
    /** An amount that the number of blocks of a model makes a number of blocks. */
    sealed interface Counted extends DropAmount {
        /**
         * Number of blocks to remove from a model of {@code blocks} blocks, 1 to {@code blocks - 1}.
         *
         * @throws InputException if the amount is out of that range
         */
        int of(int blocks);
    }

    /** A number of blocks. */
    record Blocks(int count) implements Counted {
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
    record Percent(double share) implements Counted {
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
     * At least so many parameters or bytes, or such a share of the time of a forward pass in percent.
     *
     * @param amount more than 0
     */
    record Budget(Quantity quantity, double amount) implements DropAmount {
        /** @throws InputException if nothing, or all the time, is to be removed */
        public Budget {
            double end = quantity == Quantity.LATENCY ? 100 : Double.POSITIVE_INFINITY;
            if (!(amount > 0 && amount < end)) {
                throw new InputException("Drop %s: expected more than 0%s."
                        .formatted(quantity.text(amount), quantity == Quantity.LATENCY ? "% and less than 100%" : ""));
            }
        }

        /**
         * The least number of blocks of which any choice meets the amount; the first block always stays.
         *
         * @throws InputException if there are not enough
         */
        public int of(BlockAmounts model) {
            double wanted = quantity == Quantity.LATENCY ? amount / 100 * model.total() : amount;
            List<Double> ascending = model.blocks().stream().skip(1).sorted().toList();
            double sum = 0;
            for (int removed = 1; removed <= ascending.size(); removed++) {
                sum += ascending.get(removed - 1);
                if (sum >= wanted) {
                    return removed;
                }
            }
            double most = quantity == Quantity.LATENCY ? 100 * sum / model.total() : sum;
            throw new InputException(
                    "Drop %s: the model's %d blocks behind the first, which always stays, make up %s; expected at most that."
                            .formatted(this, ascending.size(), quantity.rounded(most)));
        }

        @Override
        public String toString() {
            return quantity.text(amount);
        }
    }

    /**
     * Reads {@code 8} (blocks), {@code 25%} (of the blocks) or a budget, such as {@code params:1.2B}, {@code bytes:10GB} or
     * {@code latency:20%}.
     *
     * @throws InputException if the text has another form
     */
    static DropAmount parse(String text) {
        Optional<Budget> budget = Quantity.parse(text);
        if (budget.isPresent()) {
            return budget.get();
        }
        Matcher matcher = Pattern.compile("\\s*(?:(\\d{1,9})|(\\d{1,9}(?:\\.\\d{1,9})?)\\s*%)\\s*")
                .matcher(text);
        if (!matcher.matches()) {
            throw new InputException(
                    "Drop \"%s\": expected a number of blocks, such as 8, a share of them, such as 25%%, or a budget, such as params:1.2B, bytes:10GB or latency:20%%."
                            .formatted(text));
        }
        String count = matcher.group(1);
        return count != null ? new Blocks(Integer.parseInt(count)) : new Percent(Double.parseDouble(matcher.group(2)));
    }

    /**
     * An amount as contracts spell it.
     *
     * @param unit {@code BLOCKS}, {@code PERCENT}, {@code PARAMETERS}, {@code BYTES} or {@code LATENCY_PERCENT}
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
            case "PARAMETERS" -> new Budget(Quantity.PARAMETERS, amount);
            case "BYTES" -> new Budget(Quantity.BYTES, amount);
            case "LATENCY_PERCENT" -> new Budget(Quantity.LATENCY, amount);
            default ->
                throw new InputException(
                        "Drop in %s: expected BLOCKS, PERCENT, PARAMETERS, BYTES or LATENCY_PERCENT.".formatted(unit));
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
