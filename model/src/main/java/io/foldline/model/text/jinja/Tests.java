package io.foldline.model.text.jinja;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tests that templates may use behind {@code is}. */
final class Tests {
    private static final Map<String, Test> ALL = new HashMap<>();

    /** A yes-or-no question about a value. */
    @FunctionalInterface
    interface Test {
        boolean test(Value value, Arguments call);
    }

    private Tests() {}

    static {
        ALL.put("defined", (v, call) -> !(v instanceof Value.Undefined));
        ALL.put("undefined", (v, call) -> v instanceof Value.Undefined);
        ALL.put("none", (v, call) -> v instanceof Value.None);
        ALL.put("true", (v, call) -> v.equals(Values.TRUE));
        ALL.put("false", (v, call) -> v.equals(Values.FALSE));
        ALL.put("boolean", (v, call) -> v instanceof Value.Bool);
        ALL.put("string", (v, call) -> v instanceof Value.Text);
        ALL.put("mapping", (v, call) -> v instanceof Value.Mapping);
        ALL.put("number", (v, call) -> Operators.isNumber(v));
        ALL.put("integer", (v, call) -> v instanceof Value.Int);
        ALL.put("float", (v, call) -> v instanceof Value.Real);
        ALL.put("iterable", (v, call) -> canIterate(v));
        ALL.put("sequence", (v, call) -> canIterate(v));
        ALL.put("callable", (v, call) -> v instanceof Value.Function);
        ALL.put("odd", (v, call) -> Math.floorMod(Values.index(v), 2) == 1);
        ALL.put("even", (v, call) -> Math.floorMod(Values.index(v), 2) == 0);
        ALL.put("divisibleby", (v, call) -> Values.index(v) % call.integer(0, "num", 1) == 0);
        ALL.put("lower", (v, call) -> Values.print(v).equals(Values.print(v).toLowerCase(Locale.ROOT)));
        ALL.put("upper", (v, call) -> Values.print(v).equals(Values.print(v).toUpperCase(Locale.ROOT)));
        ALL.put("in", (v, call) -> Operators.contains(call.need(0, "seq"), v));
        ALL.put("sameas", (v, call) -> v.equals(call.need(0, "other")));
        for (String name : new String[] {"eq", "equalto", "=="}) {
            ALL.put(name, (v, call) -> Operators.equal(v, call.need(0, "other")));
        }
        for (String name : new String[] {"ne", "!="}) {
            ALL.put(name, (v, call) -> !Operators.equal(v, call.need(0, "other")));
        }
        for (String name : new String[] {"lt", "lessthan", "<"}) {
            ALL.put(name, (v, call) -> Operators.order(v, call.need(0, "other")) < 0);
        }
        for (String name : new String[] {"gt", "greaterthan", ">"}) {
            ALL.put(name, (v, call) -> Operators.order(v, call.need(0, "other")) > 0);
        }
        for (String name : new String[] {"le", "<="}) {
            ALL.put(name, (v, call) -> Operators.order(v, call.need(0, "other")) <= 0);
        }
        for (String name : new String[] {"ge", ">="}) {
            ALL.put(name, (v, call) -> Operators.order(v, call.need(0, "other")) >= 0);
        }
    }

    /** The test of that name. */
    static Optional<Test> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static boolean canIterate(Value value) {
        return value instanceof Value.Text
                || value instanceof Value.Sequence
                || value instanceof Value.Mapping
                || value instanceof Value.Undefined;
    }
}
