package io.foldline.cli.command;

import io.foldline.cli.local.Pipeline;
import java.io.PrintWriter;

/**
 * Says, when Ctrl-C ends the process, how to go on, and gives tasks back. The run is safe at any moment; but tasks that are
 * not given back look as if they had killed their workers.
 */
final class Interruption implements AutoCloseable {
    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    static Interruption during(Pipeline pipeline, PrintWriter err) {
        String hint = pipeline.isLocal()
                ? "stopped; the same command goes on with the run"
                : "stopped watching; the run goes on, 'foldline watch' shows it";
        Thread hook = new Thread(() -> {
            err.println(hint);
            err.flush();
            pipeline.giveBack();
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook has its say.
            return;
        }
    }
}
