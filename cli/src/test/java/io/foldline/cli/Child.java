package io.foldline.cli;

import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A Java process of its own, on the classpath of the tests; killed at the end of the test at the latest. */
public final class Child implements AutoCloseable {
    /** Those that run; a test that is interrupted leaves none behind. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
        RUNNING.add(process);
    }

    /**
     * Starts {@code foldline}.
     *
     * @param log file for standard output and standard error
     */
    public static Child foldline(Path log, Object... arguments) throws IOException {
        return java(log, Foldline.class, arguments);
    }

    /** Starts {@code foldline} with more in its environment. */
    public static Child foldline(Path log, Map<String, String> environment, Object... arguments) throws IOException {
        return java(log, Foldline.class, environment, arguments);
    }

    /** Starts to prune three blocks of the demo model, with four tasks a stage that has many. */
    static Child pruneDemo(Path log, Path out, Path data) throws IOException {
        return foldline(
                log,
                "prune",
                "--model",
                Fixtures.path("models/demo"),
                "--drop",
                "3",
                "--calibration",
                Fixtures.path("data/calibration/demo-calibration.jsonl"),
                "--samples",
                "64",
                "--max-length",
                "256",
                "--tasks",
                "4",
                "--out",
                out,
                "--data-dir",
                data);
    }

    /** Starts the {@code main} of a class. */
    public static Child java(Path log, Class<?> main, Object... arguments) throws IOException {
        return java(log, main, Map.of(), arguments);
    }

    private static Child java(Path log, Class<?> main, Map<String, String> environment, Object... arguments)
            throws IOException {
        String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                // Tests that a shell runs in the background inherit that Ctrl-C is ignored, and so would the process.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classpath,
                main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("OMP_WAIT_POLICY", "passive");
        builder.environment().putAll(environment);
        return new Child(
                builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                log);
    }

    /** Waits for a line that contains {@code text}; the whole log. */
    public String await(String text) throws InterruptedException {
        long patience = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!log().contains(text)) {
            if (!process.isAlive() && !log().contains(text)) {
                throw new AssertionError(
                        "ended with %d without saying '%s':%n%s".formatted(process.exitValue(), text, log()));
            }
            if (System.nanoTime() > patience) {
                throw new AssertionError("does not say '%s':%n%s".formatted(text, log()));
            }
            Thread.sleep(50);
        }
        return log();
    }

    /** Waits for the end; the exit code. */
    public int exit() throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            throw new AssertionError("does not end:\n" + log());
        }
        return process.exitValue();
    }

    /** Ends the process at once, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        RUNNING.remove(process);
    }

    /** Sends a signal, such as {@code STOP}, {@code CONT} or {@code TERM}; does not wait for what follows. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks the process to end, as {@code Ctrl-C} does; its exit code. */
    public int interrupt() throws IOException, InterruptedException {
        signal("INT");
        return exit();
    }

    /** What it has said so far. */
    public String log() {
        try {
            // It may be in the middle of a character.
            return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
