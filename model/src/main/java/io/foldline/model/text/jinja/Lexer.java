package io.foldline.model.text.jinja;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template into tokens. Space around tags goes where {@code -} at their edges says so; where it trims, as transformers
 * does, also by {@code trim_blocks} (a line break behind a block tag or comment goes) and {@code lstrip_blocks} (indentation
 * in front of one goes), unless there is a {@code +}, and the line break at the end of the template goes.
 */
final class Lexer {
    private final String source;
    private final boolean trims;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    /** Whether what is read next begins a line. */
    private boolean lineStart = true;

    private Lexer(String source, boolean trims) {
        this.source = source;
        this.trims = trims;
    }

    /** The tokens, of which the last one is the end. */
    static List<Token> tokens(String template, boolean trims) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        boolean cut = trims && source.endsWith("\n");
        Lexer lexer = new Lexer(cut ? source.substring(0, source.length() - 1) : source, trims);
        lexer.read();
        return lexer.tokens;
    }

    private void read() {
        while (position < source.length()) {
            int tag = nextTag();
            if (tag < 0) {
                data(source.substring(position));
                position = source.length();
                break;
            }
            char kind = source.charAt(tag + 1);
            char sign = sign(tag + 2);
            data(inFrontOf(source.substring(position, tag), kind, sign));
            position = tag + 2 + (sign == ' ' ? 0 : 1);
            switch (kind) {
                case '#' -> comment(tag);
                case '{' -> tag(Token.Kind.VARIABLE_BEGIN, "{{", tag);
                default -> {
                    if (!raw(tag)) {
                        tag(Token.Kind.BLOCK_BEGIN, "{%", tag);
                    }
                }
            }
        }
        tokens.add(new Token(Token.Kind.END, "", line(source.length())));
    }

    private int nextTag() {
        for (int at = source.indexOf('{', position); at >= 0; at = source.indexOf('{', at + 1)) {
            if (at + 1 < source.length() && "{%#".indexOf(source.charAt(at + 1)) >= 0) {
                return at;
            }
        }
        return -1;
    }

    private char sign(int at) {
        char c = at < source.length() ? source.charAt(at) : ' ';
        return c == '-' || c == '+' ? c : ' ';
    }

    /** What is left of a text in front of a tag. */
    private String inFrontOf(String text, char kind, char sign) {
        if (sign == '-') {
            return PythonText.stripEnd(text, PythonText::isSpace);
        }
        if (sign == '+' || kind == '{' || !trims) {
            return text;
        }
        int line = text.lastIndexOf('\n') + 1;
        boolean blank = text.substring(line).codePoints().allMatch(PythonText::isSpace);
        return (line > 0 || lineStart) && blank ? text.substring(0, line) : text;
    }

    private void data(String text) {
        if (!text.isEmpty()) {
            tokens.add(new Token(Token.Kind.DATA, text, line(position)));
        }
    }

    private void comment(int tag) {
        int end = source.indexOf("#}", position);
        if (end < 0) {
            throw new JinjaException(line(tag), "Missing end of comment tag");
        }
        char sign = end > position ? sign(end - 1) : ' ';
        position = end + 2;
        afterTag(sign == '-', sign == '+', true);
    }

    /** Goes behind the end of a tag. */
    private void afterTag(boolean strips, boolean keeps, boolean block) {
        int end = position;
        if (strips) {
            while (position < source.length() && PythonText.isSpace(source.charAt(position))) {
                position++;
            }
        } else if (trims && block && !keeps && position < source.length() && source.charAt(position) == '\n') {
            position++;
        }
        lineStart = position > end && source.charAt(position - 1) == '\n';
    }

    private void tag(Token.Kind begin, String written, int tag) {
        tokens.add(new Token(begin, written, line(tag)));
        boolean block = begin == Token.Kind.BLOCK_BEGIN;
        TagLexer inside = new TagLexer(source, position, line(tag), block ? "%}" : "}}");
        tokens.addAll(inside.tokens());
        position = inside.end();
        tokens.add(
                new Token(block ? Token.Kind.BLOCK_END : Token.Kind.VARIABLE_END, block ? "%}" : "}}", line(position)));
        afterTag(inside.endSign() == '-', inside.endSign() == '+', block);
    }

    /** Reads a raw block, if one begins here. */
    private boolean raw(int tag) {
        Raw begin = Raw.at(source, position, "raw");
        if (begin == null) {
            return false;
        }
        int start = begin.strips() ? skipSpace(begin.end()) : begin.end();
        for (int at = source.indexOf("{%", start); at >= 0; at = source.indexOf("{%", at + 1)) {
            char sign = sign(at + 2);
            Raw end = Raw.at(source, at + 2 + (sign == ' ' ? 0 : 1), "endraw");
            if (end != null) {
                lineStart = start > 0 && source.charAt(start - 1) == '\n';
                position = start;
                data(inFrontOf(source.substring(start, at), '%', sign));
                position = end.end();
                afterTag(end.strips(), end.keeps(), true);
                return true;
            }
        }
        throw new JinjaException(line(tag), "Missing end of raw directive");
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < source.length() && PythonText.isSpace(source.charAt(at))) {
            at++;
        }
        return at;
    }

    private int line(int at) {
        return 1 + (int) source.substring(0, at).chars().filter(c -> c == '\n').count();
    }
}
