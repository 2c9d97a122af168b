package io.foldline.storage.dataset;

import java.util.Locale;

/** What is behind the last dot of a file's name. */
final class Extensions {
    private Extensions() {}

    /** In lower case; empty if there is no dot. */
    static String of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
