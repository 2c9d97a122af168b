package io.foldline.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A repository of {@link HubServer} at its only commit, branch {@code main}.
 *
 * @param commit 40 hexadecimal digits
 * @param files content by path; those in large file storage are the ones with weights and tables
 */
public record HubContent(String commit, Map<String, byte[]> files) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public HubContent {
        files = new TreeMap<>(files);
    }

    /** The files of a folder. */
    public static HubContent of(String commit, Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return new HubContent(commit, files);
    }

    /** The same with one file more, or another in its place. */
    public HubContent with(String path, byte[] content) {
        Map<String, byte[]> more = new TreeMap<>(files);
        more.put(path, content);
        return new HubContent(commit, more);
    }

    boolean knows(String revision) {
        return revision.equals("main") || revision.equals(commit);
    }

    boolean isLarge(String path) {
        return path.matches(".*\\.(safetensors|bin|parquet)");
    }

    /** SHA-256 of large files, id of the git blob of others. */
    public String etag(String path) {
        byte[] content = files.getOrDefault(path, new byte[0]);
        return isLarge(path)
                ? digest("SHA-256", content)
                : digest("SHA-1", ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII), content);
    }

    JsonNode describe(String path) {
        int size = files.getOrDefault(path, new byte[0]).length;
        ObjectNode entry =
                JSON.createObjectNode().put("type", "file").put("path", path).put("size", size);
        if (isLarge(path)) {
            entry.put("oid", digest("SHA-1", etag(path).getBytes(StandardCharsets.US_ASCII)));
            entry.putObject("lfs").put("oid", etag(path)).put("size", size).put("pointerSize", 134);
        } else {
            entry.put("oid", etag(path));
        }
        return entry;
    }

    private static String digest(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
