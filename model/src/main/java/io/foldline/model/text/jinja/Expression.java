package io.foldline.model.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What has a value. */
sealed interface Expression {
    /** @throws EvaluationException if there is no value */
    Value evaluate(Scope scope);

    /** A constant. */
    record Literal(Value value) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            return value;
        }
    }

    /** A variable. */
    record Name(String name) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            return scope.get(name);
        }
    }

    /** <code>[a, b]</code> or <code>(a, b)</code>. */
    record Items(List<Expression> items, boolean tuple) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            List<Value> values = new ArrayList<>();
            items.forEach(item -> values.add(item.evaluate(scope)));
            return new Value.Sequence(values, tuple);
        }
    }

    /** <code>{key: value}</code>. */
    record Dictionary(List<Expression> keys, List<Expression> values) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            Map<Value, Value> entries = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                entries.put(keys.get(i).evaluate(scope), values.get(i).evaluate(scope));
            }
            return new Value.Mapping(entries);
        }
    }

    /** <code>object.name</code>. */
    record Attribute(Expression object, String name) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            return Slices.attribute(object.evaluate(scope), name);
        }
    }

    /** <code>object[index]</code>. */
    record Item(Expression object, Expression index) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            return Slices.item(object.evaluate(scope), index.evaluate(scope));
        }
    }

    /** <code>object[start:stop:step]</code>. */
    record Slice(Expression object, Expression start, Expression stop, Expression step) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            return Slices.slice(
                    object.evaluate(scope), start.evaluate(scope), stop.evaluate(scope), step.evaluate(scope));
        }
    }

    /** Arguments as they are written. */
    record CallArguments(List<Expression> positional, Map<String, Expression> named) {
        static final CallArguments NONE = new CallArguments(List.of(), Map.of());

        Arguments evaluate(Scope scope) {
            List<Value> values = new ArrayList<>();
            positional.forEach(argument -> values.add(argument.evaluate(scope)));
            Map<String, Value> byName = new LinkedHashMap<>();
            named.forEach((name, argument) -> byName.put(name, argument.evaluate(scope)));
            return new Arguments(values, byName);
        }
    }

    /** <code>function(…)</code>. */
    record Call(Expression function, CallArguments arguments) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            Value callee = Values.defined(function.evaluate(scope));
            if (callee instanceof Value.Function called) {
                return called.body().call(arguments.evaluate(scope));
            }
            throw new EvaluationException("'%s' object is not callable".formatted(Values.type(callee)));
        }
    }

    /** <code>value|filter(…)</code>. */
    record Filtered(Expression value, Filters.Filter filter, CallArguments arguments) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            return filter.apply(value.evaluate(scope), arguments.evaluate(scope));
        }
    }

    /** <code>value is test(…)</code>. */
    record Tested(Expression value, Tests.Test test, CallArguments arguments) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            return Values.of(test.test(value.evaluate(scope), arguments.evaluate(scope)));
        }
    }

    /** <code>not value</code>. */
    record Not(Expression value) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            return Values.of(!Values.truth(value.evaluate(scope)));
        }
    }

    /** <code>-value</code>. */
    record Negative(Expression value) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            Value number = value.evaluate(scope);
            return number instanceof Value.Real real
                    ? new Value.Real(-real.value())
                    : Operators.arithmetic("-", Values.of(0), number);
        }
    }

    /** <code>left and right</code>; the value is that of the side that decides. */
    record And(Expression left, Expression right) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            Value value = left.evaluate(scope);
            return Values.truth(value) ? right.evaluate(scope) : value;
        }
    }

    /** <code>left or right</code>; the value is that of the side that decides. */
    record Or(Expression left, Expression right) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            Value value = left.evaluate(scope);
            return Values.truth(value) ? value : right.evaluate(scope);
        }
    }

    /** <code>left + right</code> and the like. */
    record Arithmetic(String operator, Expression left, Expression right) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            return Operators.arithmetic(operator, left.evaluate(scope), right.evaluate(scope));
        }
    }

    /** <code>a ~ b ~ c</code>. */
    record Concatenation(List<Expression> parts) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            return Values.of(parts.stream()
                    .map(part -> Values.print(part.evaluate(scope)))
                    .collect(Collectors.joining()));
        }
    }

    /** <code>a &lt; b &lt;= c</code>: every comparison has to hold. */
    record Comparison(Expression first, List<Comparand> others) implements Expression {
        /** What is compared with, and how. */
        record Comparand(String operator, Expression value) {}

        @Override
        public Value evaluate(Scope scope) {
            Value left = first.evaluate(scope);
            for (Comparand comparand : others) {
                Value right = comparand.value().evaluate(scope);
                if (!holds(comparand.operator(), left, right)) {
                    return Values.FALSE;
                }
                left = right;
            }
            return Values.TRUE;
        }

        private static boolean holds(String operator, Value left, Value right) {
            return switch (operator) {
                case "==" -> Operators.equal(left, right);
                case "!=" -> !Operators.equal(left, right);
                case "in" -> Operators.contains(right, left);
                case "not in" -> !Operators.contains(right, left);
                case "<" -> Operators.order(left, right) < 0;
                case "<=" -> Operators.order(left, right) <= 0;
                case ">" -> Operators.order(left, right) > 0;
                default -> Operators.order(left, right) >= 0;
            };
        }
    }

    /** <code>then if condition else otherwise</code>. */
    record Conditional(Expression condition, Expression then, Optional<Expression> otherwise) implements Expression {
        @Override
        public Value evaluate(Scope scope) {
            if (Values.truth(condition.evaluate(scope))) {
                return then.evaluate(scope);
            }
            return otherwise
                    .map(expression -> expression.evaluate(scope))
                    .orElseGet(() -> new Value.Undefined("the inline if-expression was false and has no else"));
        }
    }
}
