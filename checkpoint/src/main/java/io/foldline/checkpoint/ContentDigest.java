package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of what lies on disk, remembered in this process for as long as size and time of change stay the same. A file
 * that has only just been changed is read again, since it may change once more within the same tick of its clock.
 */
public final class ContentDigest {
    /** Whatever tells the time of a file is finer than this. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private static final List<String> TOKENIZER = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "chat_template.jinja",
            "chat_template.json");

    /** What is done to pictures before they go into a model. */
    private static final List<String> PROCESSOR = List.of("preprocessor_config.json", "processor_config.json");

    private static final Map<Path, Known> KNOWN = new HashMap<>();

    private record Known(long bytes, FileTime modified, String sha256) {}

    private ContentDigest() {}

    /** Digest of a file, lower-case hexadecimal. */
    public static synchronized String of(Path file) throws IOException {
        Path real = file.toRealPath();
        long bytes = Files.size(real);
        FileTime modified = Files.getLastModifiedTime(real);
        @Nullable Known known = KNOWN.get(real);
        if (known != null && known.bytes == bytes && known.modified.equals(modified)) {
            return known.sha256;
        }
        boolean settled = modified.toInstant().plus(SETTLED).isBefore(Instant.now());
        String sha256 = Sha256.of(real);
        if (settled) {
            KNOWN.put(real, new Known(bytes, modified, sha256));
        }
        return sha256;
    }

    /**
     * Digest of a model: of its configuration, weights, tokenizer and image processor, in the order of their names. The
     * name of the folder, and what else lies in it, do not count.
     *
     * @throws InputException if the folder is no checkpoint
     */
    public static String ofModel(Path folder) throws IOException {
        TreeSet<Path> files = new TreeSet<>();
        Checkpoint.open(folder).tensors().values().forEach(tensor -> files.add(tensor.file()));
        Stream.of(List.of(Checkpoint.CONFIG), TOKENIZER, PROCESSOR)
                .flatMap(List::stream)
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .forEach(files::add);
        return ofAll(files);
    }

    /**
     * Digest of the files of a model's tokenizer and chat template, in the order of their names; those that are missing do
     * not count.
     */
    public static String ofTokenizer(Path folder) throws IOException {
        return ofAll(TOKENIZER.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .sorted()
                .toList());
    }

    private static String ofAll(Collection<Path> files) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files) {
            all.append(file.getFileName()).append(' ').append(of(file)).append('\n');
        }
        return Sha256.ofText(all.toString());
    }
}
