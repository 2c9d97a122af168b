package io.foldline.benchmarks.merge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Watches how much memory of this process is its own, not that of files; Linux keeps a peak of the sum alone. */
final class AnonymousMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long PAUSE_MILLIS = 50;

    private final AtomicLong peak = new AtomicLong();

    private AnonymousMemory() {}

    static AnonymousMemory watch() {
        AnonymousMemory memory = new AnonymousMemory();
        Thread thread = new Thread(memory::follow, "memory");
        thread.setDaemon(true);
        thread.start();
        return memory;
    }

    long peakKilobytes() {
        return peak.get();
    }

    /** A figure of the process by its name, such as {@code VmHWM}, the peak of all resident memory. */
    static long kilobytes(String name) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void follow() {
        try {
            while (true) {
                peak.accumulateAndGet(kilobytes("RssAnon"), Math::max);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
