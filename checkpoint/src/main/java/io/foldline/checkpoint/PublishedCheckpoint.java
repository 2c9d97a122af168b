package io.foldline.checkpoint;

import java.nio.file.Path;

/**
 * A checkpoint under its final name.
 *
 * @param folder the folder
 * @param digest SHA-256 of its manifest, lower-case hexadecimal
 * @param weightBytes size of all tensors in bytes
 */
public record PublishedCheckpoint(Path folder, String digest, long weightBytes) {}
