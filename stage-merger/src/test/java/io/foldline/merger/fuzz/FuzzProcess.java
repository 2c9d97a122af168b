package io.foldline.merger.fuzz;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Plays damaged checkpoints one after the other in a process with little memory. It ends with 0 if all of them were opened
 * or refused as they must be, with 1 after faults, with 3 where one hung. Arguments: folder to work in, first seed, number.
 */
public final class FuzzProcess {
    /** Nothing takes a hundredth of this, on however busy a machine. */
    private static final long HANGS_MILLIS = 120_000;

    private static final int MOST_FAULTS = 20;

    private final Path folder;
    private final Seeds seeds = Seeds.read();
    private volatile long playing;
    private volatile long since = System.currentTimeMillis();
    private int opened;
    private int refused;
    private int faults;

    private FuzzProcess(Path folder) throws IOException {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        FuzzProcess process = new FuzzProcess(Path.of(arguments[0]));
        process.watch(Thread.currentThread());
        long first = Long.parseLong(arguments[1]);
        long count = Long.parseLong(arguments[2]);
        for (long seed = first; seed < first + count && process.faults < MOST_FAULTS; seed++) {
            process.play(seed);
        }
        System.out.printf(
                Locale.ROOT, "%d opened, %d refused, %d faults%n", process.opened, process.refused, process.faults);
        System.exit(process.faults == 0 ? 0 : 1);
    }

    private void play(long seed) throws IOException {
        playing = seed;
        since = System.currentTimeMillis();
        Random random = new Random(seed);
        // Seeds that follow each other begin alike.
        random.nextLong();
        Mutant mutant = seeds.choose(random);
        new Damage(random).apply(mutant);
        Path checkpoint = folder.resolve("seed-" + seed).resolve("model");
        mutant.writeTo(checkpoint);
        try {
            new Trial(random).run(checkpoint);
            opened++;
        } catch (InputException e) {
            refused++;
            String message = String.valueOf(e.getMessage());
            Optional<String> fault = Messages.fault(message, mutant, checkpoint.resolveSibling(""));
            fault.ifPresent(problem -> report(seed, mutant, problem + ": " + message, e));
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            report(seed, mutant, e.getClass().getSimpleName(), e);
        }
        delete(checkpoint.resolveSibling(""));
    }

    private void report(long seed, Mutant mutant, String problem, Throwable cause) {
        faults++;
        System.out.printf(Locale.ROOT, "FAULT -Dfoldline.fuzz.seed=%d (%s): %s%n", seed, mutant.seed, problem);
        Throwable shown = cause;
        while (shown != null) {
            System.out.println("  " + shown);
            Arrays.stream(shown.getStackTrace()).limit(12).forEach(frame -> System.out.println("    at " + frame));
            shown = shown.getCause();
        }
    }

    private void watch(Thread player) {
        Thread watchdog = new Thread(() -> {
            while (System.currentTimeMillis() - since < HANGS_MILLIS) {
                try {
                    Thread.sleep(1000);
                } catch (InterruptedException e) {
                    return;
                }
            }
            System.out.printf(Locale.ROOT, "FAULT -Dfoldline.fuzz.seed=%d: hangs%n", playing);
            Arrays.stream(player.getStackTrace()).forEach(frame -> System.out.println("    at " + frame));
            Runtime.getRuntime().halt(3);
        });
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
