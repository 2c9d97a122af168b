package io.foldline.model.table;

/** Writes names and texts as SQL does. */
final class Sql {
    private Sql() {}

    /** A text between marks, which are doubled in it: {@code "} for names, {@code '} for texts. */
    static String quote(String text, char mark) {
        String one = Character.toString(mark);
        return one + text.replace(one, one + one) + one;
    }
}
