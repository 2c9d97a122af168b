package io.foldline.checkpoint;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Checks that the tensors of a header tile the data of the file: right sizes, no overlap, no hole, nothing behind. */
final class HeaderLayout {
    private HeaderLayout() {}

    /**
     * The tensors in the order of their bytes.
     *
     * @param dataStart where the data begins, counted from the start of the file
     * @param dataBytes size of the data
     */
    static List<TensorInfo> check(Path file, List<HeaderEntry> entries, long dataStart, long dataBytes) {
        List<HeaderEntry> ordered = entries.stream()
                .sorted(Comparator.comparingLong(HeaderEntry::begin).thenComparingLong(HeaderEntry::end))
                .toList();
        long end = 0;
        for (HeaderEntry entry : ordered) {
            checkSize(file, entry);
            if (entry.end() > dataBytes) {
                throw new InvalidCheckpointException(
                        file,
                        "tensor '%s' ends at byte %d of the data, but the file holds %d: it is truncated; get it again"
                                .formatted(entry.name(), entry.end(), dataBytes));
            }
            if (entry.begin() != end) {
                throw new InvalidCheckpointException(
                        file,
                        "tensor '%s' begins at byte %d of the data, expected %d: %s; save the file anew"
                                .formatted(
                                        entry.name(),
                                        entry.begin(),
                                        end,
                                        entry.begin() < end
                                                ? "it overlaps another tensor"
                                                : "bytes in front of it are unused"));
            }
            end = entry.end();
        }
        if (end != dataBytes) {
            throw new InvalidCheckpointException(
                    file,
                    "the tensors end at byte %d of the data, but the file holds %d: %d trailing bytes; save the file anew"
                            .formatted(end, dataBytes, dataBytes - end));
        }
        return ordered.stream()
                .map(entry -> new TensorInfo(
                        entry.name(),
                        entry.dtype(),
                        entry.shape(),
                        file,
                        dataStart + entry.begin(),
                        entry.end() - entry.begin()))
                .toList();
    }

    private static void checkSize(Path file, HeaderEntry entry) {
        long expected;
        try {
            expected = entry.dtype().bytes();
            for (long size : entry.shape()) {
                expected = Math.multiplyExact(expected, size);
            }
        } catch (ArithmeticException e) {
            throw new InvalidCheckpointException(
                    file,
                    "the shape %s of tensor '%s' is too large; save the file anew"
                            .formatted(entry.shape(), entry.name()),
                    e);
        }
        long found = entry.end() - entry.begin();
        if (found != expected) {
            throw new InvalidCheckpointException(
                    file,
                    "tensor '%s' of dtype %s and shape %s needs %d bytes, its data_offsets give %d; save the file anew"
                            .formatted(entry.name(), entry.dtype(), entry.shape(), expected, found));
        }
    }
}
