package io.foldline.model.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Arithmetic, comparison and containment of values. */
final class Operators {
    /** Longest string or list that a template may make by repetition. */
    private static final long MAX_REPEATED = 1 << 24;

    private Operators() {}

    static Value arithmetic(String operator, Value left, Value right) {
        Values.defined(left);
        Values.defined(right);
        if (isNumber(left) && isNumber(right)) {
            try {
                return isReal(left) || isReal(right)
                        ? reals(operator, real(left), real(right))
                        : integers(operator, integer(left), integer(right));
            } catch (ArithmeticException e) {
                throw new EvaluationException(
                        "%s %s %s: %s".formatted(PythonRepr.of(left), operator, PythonRepr.of(right), e.getMessage()));
            }
        }
        if (operator.equals("%") && left instanceof Value.Text pattern) {
            boolean several = right instanceof Value.Sequence sequence && sequence.tuple();
            return Values.of(TextFormatting.percent(pattern.text(), several ? Values.items(right) : List.of(right)));
        }
        if (operator.equals("+") && left instanceof Value.Text one && right instanceof Value.Text other) {
            return Values.of(one.text() + other.text());
        }
        if (operator.equals("+")
                && left instanceof Value.Sequence one
                && right instanceof Value.Sequence other
                && one.tuple() == other.tuple()) {
            List<Value> items = new ArrayList<>(one.items());
            items.addAll(other.items());
            return new Value.Sequence(items, one.tuple());
        }
        if (operator.equals("*") && right instanceof Value.Int times) {
            return repeated(left, times.value());
        }
        if (operator.equals("*") && left instanceof Value.Int times) {
            return repeated(right, times.value());
        }
        throw new EvaluationException("unsupported operand type(s) for %s: '%s' and '%s'"
                .formatted(operator, Values.type(left), Values.type(right)));
    }

    private static Value integers(String operator, long left, long right) {
        return switch (operator) {
            case "+" -> Values.of(Math.addExact(left, right));
            case "-" -> Values.of(Math.subtractExact(left, right));
            case "*" -> Values.of(Math.multiplyExact(left, right));
            case "//" -> Values.of(Math.floorDiv(left, right));
            case "%" -> Values.of(Math.floorMod(left, right));
            default -> reals(operator, (double) left, (double) right);
        };
    }

    private static Value reals(String operator, double left, double right) {
        if (right == 0 && !"+-*".contains(operator) && !operator.equals("**")) {
            throw new ArithmeticException("division by zero");
        }
        return new Value.Real(
                switch (operator) {
                    case "+" -> left + right;
                    case "-" -> left - right;
                    case "*" -> left * right;
                    case "/" -> left / right;
                    case "//" -> Math.floor(left / right);
                    case "%" -> left - right * Math.floor(left / right);
                    default -> throw new ArithmeticException("operator is not supported");
                });
    }

    private static Value repeated(Value value, long times) {
        long count = Math.max(0, times);
        if (Values.length(value) * count > MAX_REPEATED) {
            throw new EvaluationException("a value is repeated too often");
        }
        if (value instanceof Value.Text text) {
            return Values.of(text.text().repeat((int) count));
        }
        if (value instanceof Value.Sequence sequence) {
            List<Value> items = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                items.addAll(sequence.items());
            }
            return new Value.Sequence(items, sequence.tuple());
        }
        throw new EvaluationException("'%s' cannot be repeated".formatted(Values.type(value)));
    }

    static boolean equal(Value left, Value right) {
        if (isNumber(left) && isNumber(right)) {
            boolean reals = isReal(left) || isReal(right);
            return reals ? real(left) == real(right) : integer(left) == integer(right);
        }
        if (left instanceof Value.Undefined && right instanceof Value.Undefined) {
            return true;
        }
        if (left instanceof Value.Sequence one && right instanceof Value.Sequence other) {
            return one.tuple() == other.tuple()
                    && one.items().size() == other.items().size()
                    && sameItems(one.items(), other.items());
        }
        if (left instanceof Value.Mapping one && right instanceof Value.Mapping other) {
            return one.entries().size() == other.entries().size()
                    && one.entries().entrySet().stream().allMatch(entry -> same(entry, other.entries()));
        }
        return left.equals(right);
    }

    private static boolean same(Map.Entry<Value, Value> entry, Map<Value, Value> others) {
        Value other = others.get(entry.getKey());
        return other != null && equal(entry.getValue(), other);
    }

    private static boolean sameItems(List<Value> left, List<Value> right) {
        for (int i = 0; i < left.size(); i++) {
            if (!equal(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Which of two values comes first: negative, zero or positive. */
    static int order(Value left, Value right) {
        if (isNumber(left) && isNumber(right)) {
            return isReal(left) || isReal(right)
                    ? Double.compare(real(left), real(right))
                    : Long.compare(integer(left), integer(right));
        }
        if (left instanceof Value.Text one && right instanceof Value.Text other) {
            return PythonText.compare(one.text(), other.text());
        }
        throw new EvaluationException("'%s' and '%s' have no order"
                .formatted(Values.type(Values.defined(left)), Values.type(Values.defined(right))));
    }

    static boolean contains(Value container, Value item) {
        if (container instanceof Value.Text text) {
            return text.text().contains(Values.text(item));
        }
        return Values.items(container).stream().anyMatch(each -> equal(each, item));
    }

    static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Bool || isReal(value);
    }

    static boolean isReal(Value value) {
        return value instanceof Value.Real;
    }

    static double real(Value value) {
        return value instanceof Value.Real number ? number.value() : integer(value);
    }

    private static long integer(Value value) {
        return value instanceof Value.Int number ? number.value() : Values.index(value);
    }
}
