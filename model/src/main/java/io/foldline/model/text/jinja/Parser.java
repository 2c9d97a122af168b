package io.foldline.model.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the statements of a template. */
final class Parser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private int loops;

    private Parser(List<Token> tokens) {
        this.tokens = new TokenStream(tokens);
        this.expressions = new ExpressionParser(this.tokens);
    }

    /**
     * @param trims see {@link Lexer}
     * @throws JinjaException if it is no template, or uses what is not supported
     */
    static Statement.Block parse(String template, boolean trims) {
        Parser parser = new Parser(Lexer.tokens(template, trims));
        return parser.block(1, Set.of());
    }

    /** Statements up to a tag that begins with one of {@code ends}, of which only the word is left to be read. */
    private Statement.Block block(int line, Set<String> ends) {
        List<Statement> statements = new ArrayList<>();
        while (true) {
            Token token = tokens.take();
            switch (token.kind()) {
                case DATA -> statements.add(new Statement.Text(token.line(), token.text()));
                case VARIABLE_BEGIN -> {
                    statements.add(new Statement.Print(token.line(), expressions.tuple(true)));
                    tokens.expect(Token.Kind.VARIABLE_END, "'}}'");
                }
                case BLOCK_BEGIN -> {
                    if (tokens.current().kind() == Token.Kind.NAME
                            && ends.contains(tokens.current().text())) {
                        return new Statement.Block(line, statements);
                    }
                    statements.add(statement(token.line()));
                }
                default -> {
                    if (ends.isEmpty()) {
                        return new Statement.Block(line, statements);
                    }
                    throw new JinjaException(
                            line,
                            "the block that begins here does not end; expected one of "
                                    + ends.stream().sorted().toList());
                }
            }
        }
    }

    private Statement statement(int line) {
        Token tag = tokens.expect(Token.Kind.NAME, "the name of a tag");
        return switch (tag.text()) {
            case "if" -> conditional(line);
            case "for" -> loop(line);
            case "set" -> assignment(line);
            case "macro" -> macro(line);
            case "generation" -> generation(line);
            case "break" -> jump(line, Statement.Flow.BREAK);
            case "continue" -> jump(line, Statement.Flow.CONTINUE);
            default ->
                throw new JinjaException(
                        line,
                        "the tag '%s' is not expected here; known are if, for, set, macro, raw, generation, break, continue"
                                .formatted(tag.text()));
        };
    }

    private void endOfTag() {
        tokens.expect(Token.Kind.BLOCK_END, "'%}'");
    }

    private Statement conditional(int line) {
        Expression condition = expressions.tuple(false);
        endOfTag();
        Statement.Block then = block(line, Set.of("elif", "else", "endif"));
        Token end = tokens.take();
        Statement.Block otherwise = new Statement.Block(line, List.of());
        if (end.isName("elif")) {
            return new Statement.If(
                    line, condition, then, new Statement.Block(end.line(), List.of(conditional(end.line()))));
        }
        endOfTag();
        if (end.isName("else")) {
            otherwise = block(line, Set.of("endif"));
            tokens.take();
            endOfTag();
        }
        return new Statement.If(line, condition, then, otherwise);
    }

    private Statement loop(int line) {
        List<String> targets = targets();
        if (!tokens.skipName("in")) {
            throw tokens.unexpected("expected 'in'");
        }
        Expression items = expressions.tuple(false);
        Optional<Expression> condition =
                tokens.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
        endOfTag();
        loops++;
        Statement.Block body = block(line, Set.of("else", "endfor"));
        loops--;
        Statement.Block otherwise = new Statement.Block(line, List.of());
        boolean another = tokens.take().isName("else");
        endOfTag();
        if (another) {
            otherwise = block(line, Set.of("endfor"));
            tokens.take();
            endOfTag();
        }
        return new Statement.For(line, targets, items, condition, body, otherwise);
    }

    private List<String> targets() {
        boolean parenthesised = tokens.skipOperator("(");
        List<String> names = new ArrayList<>();
        do {
            names.add(tokens.expect(Token.Kind.NAME, "the name of a variable").text());
        } while (tokens.skipOperator(","));
        if (parenthesised) {
            tokens.expectOperator(")");
        }
        return names;
    }

    private Statement assignment(int line) {
        if (tokens.following().isOperator(".")) {
            String namespace =
                    tokens.expect(Token.Kind.NAME, "the name of a namespace").text();
            tokens.take();
            String attribute =
                    tokens.expect(Token.Kind.NAME, "the name of an attribute").text();
            tokens.expectOperator("=");
            Expression value = expressions.tuple(true);
            endOfTag();
            return new Statement.SetAttribute(line, namespace, attribute, value);
        }
        List<String> targets = targets();
        if (tokens.skipOperator("=")) {
            Expression value = expressions.tuple(true);
            endOfTag();
            return new Statement.SetVariables(line, targets, value);
        }
        List<Statement.SetBlock.AppliedFilter> filters = new ArrayList<>();
        while (tokens.skipOperator("|")) {
            filters.add(new Statement.SetBlock.AppliedFilter(expressions.filter(), expressions.optionalArguments()));
        }
        if (targets.size() > 1) {
            throw tokens.unexpected("expected '='");
        }
        endOfTag();
        Statement.Block body = block(line, Set.of("endset"));
        tokens.take();
        endOfTag();
        return new Statement.SetBlock(line, targets.get(0), filters, body);
    }

    private Statement macro(int line) {
        String name = tokens.expect(Token.Kind.NAME, "the name of a macro").text();
        tokens.expectOperator("(");
        List<String> parameters = new ArrayList<>();
        Map<String, Expression> defaults = new LinkedHashMap<>();
        while (!tokens.skipOperator(")")) {
            if (!parameters.isEmpty()) {
                tokens.expectOperator(",");
            }
            String parameter =
                    tokens.expect(Token.Kind.NAME, "the name of a parameter").text();
            parameters.add(parameter);
            if (tokens.skipOperator("=")) {
                defaults.put(parameter, expressions.expression());
            }
        }
        endOfTag();
        int outer = loops;
        loops = 0;
        Statement.Block body = block(line, Set.of("endmacro"));
        loops = outer;
        tokens.take();
        endOfTag();
        return new Statement.Macro(line, name, parameters, defaults, body);
    }

    /** Marks what the model is trained to say; the text is the same with and without. */
    private Statement generation(int line) {
        endOfTag();
        Statement.Block body = block(line, Set.of("endgeneration"));
        tokens.take();
        endOfTag();
        return new Statement.Generation(line, body);
    }

    private Statement jump(int line, Statement.Flow flow) {
        if (loops == 0) {
            throw new JinjaException(line, "break and continue stand in loops alone");
        }
        endOfTag();
        return new Statement.Jump(line, flow);
    }
}
