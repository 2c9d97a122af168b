package io.foldline.pruning;

import io.foldline.checkpoint.InputException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a budget is counted in. */
public enum Quantity {
    /** Parameters. */
    PARAMETERS("params", "params:1.2B, a number with K, M, B or nothing"),
    /** Bytes of the weights as the checkpoint stores them. */
    BYTES("bytes", "bytes:10GB, a number with KB, MB, GB, KiB, MiB, GiB or nothing"),
    /** Percent of the time of one forward pass. */
    LATENCY("latency", "latency:20%, a number with %");

    private static final Pattern SYNTAX = Pattern.compile("\\s*\\w+:(\\d{1,15}(?:\\.\\d{1,15})?)([\\w%]*)\\s*");

    private final String prefix;
    private final String syntax;

    Quantity(String prefix, String syntax) {
        this.prefix = prefix;
        this.syntax = syntax;
    }

    /** A unit, such as {@code GB}, and how many it stands for. */
    private record Unit(String name, double size) {
        BigDecimal exactSize() {
            return BigDecimal.valueOf(size);
        }
    }

    /** Larger ones first; the last one stands for 1. */
    private List<Unit> units() {
        return switch (this) {
            case PARAMETERS -> List.of(new Unit("B", 1e9), new Unit("M", 1e6), new Unit("K", 1e3), new Unit("", 1));
            case BYTES ->
                List.of(
                        new Unit("GiB", 0x1p30),
                        new Unit("GB", 1e9),
                        new Unit("MiB", 0x1p20),
                        new Unit("MB", 1e6),
                        new Unit("KiB", 0x1p10),
                        new Unit("KB", 1e3),
                        new Unit("", 1));
            case LATENCY -> List.of(new Unit("%", 1));
        };
    }

    /**
     * Reads a budget.
     *
     * @return empty if the text does not begin like one
     * @throws InputException if it has another form
     */
    static Optional<DropAmount.Budget> parse(String text) {
        for (Quantity quantity : values()) {
            if (text.strip().startsWith(quantity.prefix + ":")) {
                return Optional.of(new DropAmount.Budget(quantity, quantity.amount(text)));
            }
        }
        return Optional.empty();
    }

    private double amount(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (matcher.matches()) {
            for (Unit unit : units()) {
                if (unit.name.equals(matcher.group(2))) {
                    return new BigDecimal(matcher.group(1))
                            .multiply(unit.exactSize())
                            .doubleValue();
                }
            }
        }
        throw new InputException("Drop \"%s\": expected %s.".formatted(text, syntax));
    }

    /** The amount as it is read, in the largest unit that leaves three decimals at most, otherwise in ones. */
    String text(double amount) {
        BigDecimal exact = new BigDecimal(Double.toString(amount));
        List<Unit> units = units();
        Unit fitting = units.stream()
                .filter(unit -> amount >= unit.size && count(exact, unit).scale() <= 3)
                .findFirst()
                .orElse(units.get(units.size() - 1));
        return text(count(exact, fitting), fitting);
    }

    /** About so much, rounded down to thousandths of a unit. */
    String rounded(double amount) {
        List<Unit> units = units();
        Unit fitting =
                units.stream().filter(unit -> amount >= unit.size).findFirst().orElse(units.get(units.size() - 1));
        double thousandths = Math.floor(amount / fitting.size * 1000) / 1000;
        return text(BigDecimal.valueOf(thousandths).stripTrailingZeros(), fitting);
    }

    private String text(BigDecimal count, Unit unit) {
        return prefix + ":" + count.toPlainString() + unit.name;
    }

    private static BigDecimal count(BigDecimal amount, Unit unit) {
        return amount.divide(unit.exactSize(), MathContext.DECIMAL128).stripTrailingZeros();
    }
}
