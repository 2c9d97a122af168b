package io.foldline.model.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads expressions, with the precedence of Jinja's own parser. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> SUMS = Set.of("+", "-");
    private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");
    private static final Expression NOTHING = new Expression.Literal(Values.NONE);

    private final TokenStream tokens;

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /** An expression, or several with commas, which make a tuple. */
    Expression tuple(boolean conditional) {
        List<Expression> items = new ArrayList<>();
        boolean several = false;
        while (!atEndOfTuple()) {
            items.add(conditional ? expression() : disjunction());
            if (!tokens.skipOperator(",")) {
                break;
            }
            several = true;
        }
        if (items.isEmpty() && !tokens.current().isOperator(")")) {
            throw tokens.unexpected("expected an expression");
        }
        return several || items.isEmpty() ? new Expression.Items(items, true) : items.get(0);
    }

    private boolean atEndOfTuple() {
        Token.Kind kind = tokens.current().kind();
        return kind == Token.Kind.BLOCK_END
                || kind == Token.Kind.VARIABLE_END
                || tokens.current().isOperator(")");
    }

    /** A whole expression. */
    Expression expression() {
        Expression then = disjunction();
        while (tokens.skipName("if")) {
            Expression condition = disjunction();
            Optional<Expression> otherwise = tokens.skipName("else") ? Optional.of(expression()) : Optional.empty();
            then = new Expression.Conditional(condition, then, otherwise);
        }
        return then;
    }

    /** An expression without an inline {@code if}. */
    Expression disjunction() {
        Expression left = conjunction();
        while (tokens.skipName("or")) {
            left = new Expression.Or(left, conjunction());
        }
        return left;
    }

    private Expression conjunction() {
        Expression left = negation();
        while (tokens.skipName("and")) {
            left = new Expression.And(left, negation());
        }
        return left;
    }

    private Expression negation() {
        return tokens.skipName("not") ? new Expression.Not(negation()) : comparison();
    }

    private Expression comparison() {
        Expression first = sum();
        List<Expression.Comparison.Comparand> others = new ArrayList<>();
        while (true) {
            if (tokens.current().kind() == Token.Kind.OPERATOR
                    && COMPARISONS.contains(tokens.current().text())) {
                others.add(new Expression.Comparison.Comparand(tokens.take().text(), sum()));
            } else if (tokens.skipName("in")) {
                others.add(new Expression.Comparison.Comparand("in", sum()));
            } else if (tokens.current().isName("not") && tokens.following().isName("in")) {
                tokens.take();
                tokens.take();
                others.add(new Expression.Comparison.Comparand("not in", sum()));
            } else {
                return others.isEmpty() ? first : new Expression.Comparison(first, others);
            }
        }
    }

    private boolean at(Set<String> operators) {
        return tokens.current().kind() == Token.Kind.OPERATOR
                && operators.contains(tokens.current().text());
    }

    private Expression sum() {
        Expression left = concatenation();
        while (at(SUMS)) {
            left = new Expression.Arithmetic(tokens.take().text(), left, concatenation());
        }
        return left;
    }

    private Expression concatenation() {
        List<Expression> parts = new ArrayList<>(List.of(product()));
        while (tokens.skipOperator("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.get(0) : new Expression.Concatenation(parts);
    }

    private Expression product() {
        Expression left = unary(true);
        while (at(PRODUCTS)) {
            left = new Expression.Arithmetic(tokens.take().text(), left, unary(true));
        }
        return left;
    }

    private Expression unary(boolean filtered) {
        Expression value;
        if (tokens.skipOperator("-")) {
            value = new Expression.Negative(unary(false));
        } else if (tokens.skipOperator("+")) {
            value = unary(false);
        } else {
            value = primary();
        }
        value = postfix(value);
        return filtered ? filters(value) : value;
    }

    private Expression primary() {
        Token token = tokens.current();
        switch (token.kind()) {
            case NAME -> {
                return name(tokens.take().text());
            }
            case STRING -> {
                StringBuilder text = new StringBuilder();
                while (tokens.current().kind() == Token.Kind.STRING) {
                    text.append(tokens.take().text());
                }
                return new Expression.Literal(Values.of(text.toString()));
            }
            case INTEGER, FLOAT -> {
                return new Expression.Literal(number(tokens.take()));
            }
            case OPERATOR -> {
                if (tokens.skipOperator("(")) {
                    Expression inner = tuple(true);
                    tokens.expectOperator(")");
                    return inner;
                }
                if (tokens.skipOperator("[")) {
                    return list();
                }
                if (tokens.skipOperator("{")) {
                    return dictionary();
                }
            }
            default -> {}
        }
        throw tokens.unexpected("expected an expression");
    }

    private static Expression name(String name) {
        return switch (name) {
            case "true", "True" -> new Expression.Literal(Values.TRUE);
            case "false", "False" -> new Expression.Literal(Values.FALSE);
            case "none", "None" -> NOTHING;
            default -> new Expression.Name(name);
        };
    }

    private static Value number(Token token) {
        try {
            return token.kind() == Token.Kind.INTEGER
                    ? Values.of(Long.parseLong(token.text()))
                    : new Value.Real(Double.parseDouble(token.text()));
        } catch (NumberFormatException e) {
            throw new JinjaException(token.line(), "the number %s is too large".formatted(token.text()));
        }
    }

    private Expression list() {
        List<Expression> items = new ArrayList<>();
        while (!tokens.skipOperator("]")) {
            if (!items.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator("]")) {
                    break;
                }
            }
            items.add(expression());
        }
        return new Expression.Items(items, false);
    }

    private Expression dictionary() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.skipOperator("}")) {
            if (!keys.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator("}")) {
                    break;
                }
            }
            keys.add(expression());
            tokens.expectOperator(":");
            values.add(expression());
        }
        return new Expression.Dictionary(keys, values);
    }

    private Expression postfix(Expression value) {
        Expression result = value;
        while (true) {
            if (tokens.skipOperator(".")) {
                Token name = tokens.take();
                if (name.kind() == Token.Kind.NAME) {
                    result = new Expression.Attribute(result, name.text());
                } else if (name.kind() == Token.Kind.INTEGER) {
                    result = new Expression.Item(result, new Expression.Literal(number(name)));
                } else {
                    throw new JinjaException(name.line(), "expected name or number, found " + name.describe());
                }
            } else if (tokens.skipOperator("[")) {
                result = subscript(result);
                tokens.expectOperator("]");
            } else if (tokens.skipOperator("(")) {
                result = new Expression.Call(result, arguments());
            } else {
                return result;
            }
        }
    }

    private Expression subscript(Expression object) {
        Expression start = tokens.current().isOperator(":") ? NOTHING : expression();
        if (!tokens.skipOperator(":")) {
            return new Expression.Item(object, start);
        }
        Expression stop = bound();
        Expression step = tokens.skipOperator(":") ? bound() : NOTHING;
        return new Expression.Slice(object, start, stop, step);
    }

    private Expression bound() {
        return tokens.current().isOperator(":") || tokens.current().isOperator("]") ? NOTHING : expression();
    }

    /** Arguments of a call, whose opening parenthesis has been read. */
    Expression.CallArguments arguments() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!tokens.skipOperator(")")) {
            if (!positional.isEmpty() || !named.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator(")")) {
                    break;
                }
            }
            if (tokens.current().kind() == Token.Kind.NAME && tokens.following().isOperator("=")) {
                String name = tokens.take().text();
                tokens.take();
                named.put(name, expression());
            } else if (named.isEmpty()) {
                positional.add(expression());
            } else {
                throw tokens.unexpected("expected a named argument");
            }
        }
        return new Expression.CallArguments(positional, named);
    }

    private Expression filters(Expression value) {
        Expression result = value;
        while (true) {
            if (tokens.skipOperator("|")) {
                Filters.Filter filter = filter();
                result = new Expression.Filtered(result, filter, optionalArguments());
            } else if (tokens.skipName("is")) {
                result = test(result);
            } else if (tokens.skipOperator("(")) {
                result = new Expression.Call(result, arguments());
            } else {
                return result;
            }
        }
    }

    /** A filter, by its name. */
    Filters.Filter filter() {
        Token name = tokens.expect(Token.Kind.NAME, "the name of a filter");
        return Filters.named(name.text())
                .orElseThrow(() -> new JinjaException(name.line(), "No filter named '%s'.".formatted(name.text())));
    }

    /** Arguments, if an opening parenthesis follows. */
    Expression.CallArguments optionalArguments() {
        return tokens.skipOperator("(") ? arguments() : Expression.CallArguments.NONE;
    }

    private Expression test(Expression value) {
        boolean negated = tokens.skipName("not");
        Token name = tokens.expect(Token.Kind.NAME, "the name of a test");
        Tests.Test test = Tests.named(name.text())
                .orElseThrow(() -> new JinjaException(name.line(), "No test named '%s'.".formatted(name.text())));
        Expression.CallArguments arguments = optionalArguments();
        if (arguments.equals(Expression.CallArguments.NONE) && beginsArgument()) {
            arguments = new Expression.CallArguments(List.of(postfix(primary())), Map.of());
        }
        Expression tested = new Expression.Tested(value, test, arguments);
        return negated ? new Expression.Not(tested) : tested;
    }

    private boolean beginsArgument() {
        Token token = tokens.current();
        return switch (token.kind()) {
            case NAME -> !Set.of("else", "or", "and").contains(token.text());
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.isOperator("[") || token.isOperator("{");
            default -> false;
        };
    }
}
