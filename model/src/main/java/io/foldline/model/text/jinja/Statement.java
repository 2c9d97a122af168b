package io.foldline.model.text.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What writes to the output or sets variables. */
sealed interface Statement {
    /** How to go on behind a statement. */
    enum Flow {
        /** With the next statement. */
        NEXT,
        /** Behind the loop. */
        BREAK,
        /** With the next item of the loop. */
        CONTINUE
    }

    /** Line on which it begins. */
    int line();

    /** Carries it out. */
    Flow execute(Scope scope, StringBuilder out);

    /** Text outside of tags. */
    record Text(int line, String text) implements Statement {
        @Override
        public Flow execute(Scope scope, StringBuilder out) {
            out.append(text);
            return Flow.NEXT;
        }
    }

    /** <code>{{ value }}</code>. */
    record Print(int line, Expression value) implements Statement {
        @Override
        public Flow execute(Scope scope, StringBuilder out) {
            out.append(Values.print(value.evaluate(scope)));
            return Flow.NEXT;
        }
    }

    /** Statements one after the other. A failure gets the line of the innermost statement that it happened in. */
    record Block(int line, List<Statement> statements) implements Statement {
        @Override
        public Flow execute(Scope scope, StringBuilder out) {
            for (Statement statement : statements) {
                Flow flow;
                try {
                    flow = statement.execute(scope, out);
                } catch (EvaluationException e) {
                    throw new JinjaException(statement.line(), String.valueOf(e.getMessage()));
                }
                if (flow != Flow.NEXT) {
                    return flow;
                }
            }
            return Flow.NEXT;
        }

        String render(Scope scope) {
            StringBuilder text = new StringBuilder();
            execute(scope, text);
            return text.toString();
        }
    }

    /** <code>{% if %}</code>; an <code>elif</code> is an {@code If} in the other branch. */
    record If(int line, Expression condition, Block then, Block otherwise) implements Statement {
        @Override
        public Flow execute(Scope scope, StringBuilder out) {
            return (Values.truth(condition.evaluate(scope)) ? then : otherwise).execute(scope, out);
        }
    }

    /** <code>{% for targets in items if condition %}</code>. */
    record For(
            int line,
            List<String> targets,
            Expression items,
            Optional<Expression> condition,
            Block body,
            Block otherwise)
            implements Statement {
        @Override
        public Flow execute(Scope scope, StringBuilder out) {
            List<Value> all = new ArrayList<>();
            for (Value item : Values.items(items.evaluate(scope))) {
                if (condition.isEmpty() || Values.truth(condition.get().evaluate(with(scope, item)))) {
                    all.add(item);
                }
            }
            LoopState loop = new LoopState(all);
            for (int i = 0; i < all.size(); i++) {
                Scope inner = with(scope, all.get(i));
                inner.set("loop", loop.at(i));
                if (body.execute(inner, out) == Flow.BREAK) {
                    break;
                }
            }
            return all.isEmpty() ? otherwise.execute(scope.inner(), out) : Flow.NEXT;
        }

        private Scope with(Scope scope, Value item) {
            Scope inner = scope.inner();
            Targets.assign(targets, item, inner);
            return inner;
        }
    }

    /** <code>{% set a, b = value %}</code>. */
    record SetVariables(int line, List<String> targets, Expression value) implements Statement {
        @Override
        public Flow execute(Scope scope, StringBuilder out) {
            Targets.assign(targets, value.evaluate(scope), scope);
            return Flow.NEXT;
        }
    }

    /** <code>{% set namespace.attribute = value %}</code>. */
    record SetAttribute(int line, String namespace, String attribute, Expression value) implements Statement {
        @Override
        public Flow execute(Scope scope, StringBuilder out) {
            if (!(scope.get(namespace) instanceof Value.Namespace target)) {
                throw new EvaluationException("cannot assign attribute on non-namespace object");
            }
            Globals.setAttribute(target.attributes(), attribute, value.evaluate(scope));
            return Flow.NEXT;
        }
    }

    /** <code>{% set name %}…{% endset %}</code>. */
    record SetBlock(int line, String name, List<AppliedFilter> filters, Block body) implements Statement {
        /** A filter that the text of the block goes through. */
        record AppliedFilter(Filters.Filter filter, Expression.CallArguments arguments) {}

        @Override
        public Flow execute(Scope scope, StringBuilder out) {
            Value value = Values.of(body.render(scope.inner()));
            for (AppliedFilter applied : filters) {
                value = applied.filter().apply(value, applied.arguments().evaluate(scope));
            }
            scope.set(name, value);
            return Flow.NEXT;
        }
    }

    /** <code>{% macro name(parameters) %}</code>. */
    record Macro(int line, String name, List<String> parameters, Map<String, Expression> defaults, Block body)
            implements Statement {
        @Override
        public Flow execute(Scope scope, StringBuilder out) {
            scope.set(name, new Value.Function(name, arguments -> call(scope, arguments)));
            return Flow.NEXT;
        }

        private Value call(Scope scope, Arguments arguments) {
            Scope inner = scope.inner();
            Map<String, Value> unknown = new HashMap<>(arguments.named());
            unknown.keySet().removeAll(parameters);
            if (arguments.positional().size() > parameters.size() || !unknown.isEmpty()) {
                throw new EvaluationException("macro '%s' takes the arguments %s".formatted(name, parameters));
            }
            for (int i = 0; i < parameters.size(); i++) {
                String parameter = parameters.get(i);
                Expression otherwise = defaults.get(parameter);
                inner.set(
                        parameter,
                        arguments
                                .get(i, parameter)
                                .orElseGet(() -> otherwise != null
                                        ? otherwise.evaluate(inner)
                                        : new Value.Undefined("parameter '%s' was not provided".formatted(parameter))));
            }
            return Values.of(body.render(inner));
        }
    }

    /** <code>{% generation %}</code>: a scope of its own, written as it is. */
    record Generation(int line, Block body) implements Statement {
        @Override
        public Flow execute(Scope scope, StringBuilder out) {
            out.append(body.render(scope.inner()));
            return Flow.NEXT;
        }
    }

    /** <code>{% break %}</code> and <code>{% continue %}</code>. */
    record Jump(int line, Flow flow) implements Statement {
        @Override
        public Flow execute(Scope scope, StringBuilder out) {
            return flow;
        }
    }
}
