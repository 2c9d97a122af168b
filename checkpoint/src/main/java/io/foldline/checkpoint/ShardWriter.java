package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes weight files in one pass, front to back; no tensor is held in memory as a whole. */
final class ShardWriter {
    /** Bytes between two reports of progress. */
    private static final long STEP = 16L << 20;

    /** What transformers expects of every weight file. */
    private static final Map<String, String> METADATA = Map.of("format", "pt");

    private final ByteCount count;

    ShardWriter(ByteCount count) {
        this.count = count;
    }

    /** Writes a file and returns its SHA-256, lower-case hexadecimal. */
    String write(Path folder, Shard shard) throws IOException {
        Path file = folder.resolve(shard.name());
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                FollowingDigest digest = new FollowingDigest(file)) {
            ByteBuffer header = HeaderWriter.header(
                    METADATA, shard.tensors().stream().map(OutputTensor::spec).toList());
            while (header.hasRemaining()) {
                out.write(header);
            }
            for (OutputTensor tensor : shard.tensors()) {
                if (tensor instanceof OutputTensor.Copied copied) {
                    copy(copied.source(), out, digest);
                } else if (tensor instanceof OutputTensor.Computed computed) {
                    compute(computed, out, digest);
                }
            }
            digest.written(out.position());
            return digest.finish();
        }
    }

    private void copy(TensorInfo source, FileChannel out, FollowingDigest digest) throws IOException {
        try (FileChannel in = FileChannel.open(source.file(), StandardOpenOption.READ)) {
            long done = 0;
            while (done < source.bytes()) {
                long moved = in.transferTo(source.offset() + done, Math.min(STEP, source.bytes() - done), out);
                if (moved <= 0) {
                    throw new InvalidCheckpointException(
                            source.file(),
                            "became shorter while it was copied; leave it alone until the run has ended");
                }
                done += moved;
                digest.written(out.position());
                count.add(moved);
            }
        }
    }

    private void compute(OutputTensor.Computed tensor, FileChannel out, FollowingDigest digest) throws IOException {
        TensorSpec spec = tensor.spec();
        ValueEncoder encoder = new ValueEncoder(spec);
        long start = out.position();
        tensor.values().writeTo(values -> {
            encoder.write(values, out);
            digest.written(out.position());
            count.add((long) values.length * spec.dtype().bytes());
        });
        if (out.position() - start != spec.bytes()) {
            throw new IllegalStateException("tensor '%s' needs %d bytes, its values made %d"
                    .formatted(spec.name(), spec.bytes(), out.position() - start));
        }
    }
}
