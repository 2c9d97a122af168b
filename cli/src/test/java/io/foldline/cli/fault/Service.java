package io.foldline.cli.fault;

import io.foldline.cli.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of a cluster, which ends in many ways and is started again on the same data. */
final class Service {
    private final Path logs;
    private final String name;
    private final String ready;
    private final Class<?> main;
    private final Object[] arguments;
    private final List<String> deaths = new ArrayList<>();
    private Child child;
    private int starts;
    private boolean asked;

    private Service(Path logs, String name, String ready, Class<?> main, Object[] arguments) throws IOException {
        this.logs = logs;
        this.name = name;
        this.ready = ready;
        this.main = main;
        this.arguments = arguments;
        this.child = launch();
    }

    /**
     * Starts a process; returns before it is ready.
     *
     * @param logs folder for one log a start
     * @param ready what it says when it is
     */
    static Service start(Path logs, String name, String ready, Class<?> main, Object... arguments) throws IOException {
        return new Service(logs, name, ready, main, arguments);
    }

    /** Starts it again, if it has ended. */
    synchronized void start() throws IOException {
        if (!child.isAlive()) {
            notice();
            child = launch();
        }
    }

    /** Ends it at once, as {@code kill -9} does. */
    synchronized void kill() throws InterruptedException {
        notice();
        asked = true;
        child.kill();
    }

    /** Asks it to end, as a service manager does, and waits until it has. */
    synchronized void end() throws IOException, InterruptedException {
        notice();
        asked = true;
        child.signal("TERM");
        child.exit();
    }

    /** Stops it where it is. */
    synchronized void freeze() throws IOException, InterruptedException {
        child.signal("STOP");
    }

    /** Lets it go on. */
    synchronized void thaw() throws IOException, InterruptedException {
        child.signal("CONT");
    }

    /** Makes it say in its log what its threads do. */
    synchronized void dumpThreads() throws IOException, InterruptedException {
        child.signal("QUIT");
    }

    /**
     * Waits until it runs; one that has ended is started again, as a service manager does.
     *
     * @throws IOException if it does not run after minutes
     */
    synchronized void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + Patience.LONG.toNanos();
        while (!(child.isAlive() && child.log().contains(ready))) {
            if (System.nanoTime() > end) {
                throw new IOException(name + " does not become ready: " + tail());
            }
            if (!child.isAlive()) {
                notice();
                child = launch();
            }
            Thread.sleep(50);
        }
    }

    /** How it ended when nobody asked it to; what ended before it was ready does not count. */
    synchronized List<String> deaths() {
        return List.copyOf(deaths);
    }

    /** The end of its log. */
    synchronized String tail() {
        List<String> lines = child.log().lines().toList();
        return name + " (start " + starts + ", " + (child.isAlive() ? "alive" : "ended") + ")\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    private void notice() {
        if (!child.isAlive() && !asked && child.log().contains(ready)) {
            deaths.add(tail());
        }
    }

    private Child launch() throws IOException {
        starts++;
        asked = false;
        return Child.java(logs.resolve(name + "-" + starts + ".log"), main, arguments);
    }
}
