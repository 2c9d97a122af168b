package io.foldline.storage.dataset;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What tells the format of a file: the end of its name, behind the last dot, or behind the last but one where it is packed. */
public final class Extensions {
    private static final Pattern EXTENSION = Pattern.compile("\\.([^./]+(?:\\.gz)?)$");

    private Extensions() {}

    /** In lower case, such as {@code parquet} or {@code json.gz}; empty if there is no dot. */
    public static String of(String path) {
        Matcher extension = EXTENSION.matcher(path.toLowerCase(Locale.ROOT));
        return extension.find() ? extension.group(1) : "";
    }
}
