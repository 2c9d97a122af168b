package io.foldline.kafka;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.ResourceException;
import io.foldline.event.RunRequested;
import io.foldline.event.TaskId;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the work of a toy does, chosen by the model of the request; counts how often each task was begun. */
final class Behaviour implements Toy.Work {
    private final Map<String, AtomicInteger> begun = new ConcurrentHashMap<>();
    private final Path folder;

    /** @param folder where work that hangs leaves a file named like its task */
    Behaviour(Path folder) {
        this.folder = folder;
    }

    /** Times that a task was begun in this process. */
    int begun(String runId, int index) {
        return counter(runId, index).get();
    }

    /** Waits until work that hangs has been begun. */
    void awaitHanging(String runId, int index) throws InterruptedException {
        while (!Files.exists(mark(runId, index))) {
            Thread.sleep(20);
        }
    }

    @Override
    public void on(TaskId task, RunRequested request, WorkContext context) throws IOException {
        int times = counter(task.getRunId(), task.getIndex()).incrementAndGet();
        switch (request.getModel()) {
            case "toy" -> context.progress(1, 1, "toys");
            case "passing fault" -> throw new IOException("always");
            case "passing fault, twice" -> failTwice(times);
            case "bad input" -> throw new InputException("the toy does not like its input");
            case "full disk" -> throw new ResourceException("the toy box is full", new IOException());
            case "broken installation" -> throw new NoClassDefFoundError("toy");
            case "nap" -> sleep();
            case "bad input at the last, until mended" -> failUntilMended(task);
            case "hang" -> hang(task, context);
            case "hang at the last" -> hangAtTheLast(task, context);
            default -> throw new InputException(request.getModel() + ": no such toy");
        }
    }

    private static void failTwice(int times) throws IOException {
        if (times <= 2) {
            throw new IOException("not yet");
        }
    }

    private void failUntilMended(TaskId task) {
        if (task.getIndex() == task.getCount() - 1 && !Files.exists(folder.resolve("mended"))) {
            throw new InputException("the toy is broken");
        }
    }

    private void hangAtTheLast(TaskId task, WorkContext context) throws IOException {
        if (task.getIndex() == task.getCount() - 1) {
            hang(task, context);
        }
    }

    /** Lets all work that hangs go on to its end. */
    void release() throws IOException {
        Files.createFile(folder.resolve("go"));
    }

    private void hang(TaskId task, WorkContext context) throws IOException {
        Files.write(mark(task.getRunId(), task.getIndex()), new byte[0]);
        while (!Files.exists(folder.resolve("go"))) {
            context.checkCancelled();
            sleep();
        }
    }

    private static void sleep() throws IOException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Path mark(String runId, int index) {
        return folder.resolve(runId + "-" + index + ".hangs");
    }

    private AtomicInteger counter(String runId, int index) {
        return begun.computeIfAbsent(runId + "/" + index, key -> new AtomicInteger());
    }
}
