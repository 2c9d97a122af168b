package io.foldline.cli.fault;

import java.util.concurrent.CompletableFuture;

/** Ties a process to the one that started it. */
final class Parent {
    private Parent() {}

    /** Ends this process with its parent, however that ends. */
    static void follow() {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        CompletableFuture<Void> unused =
                parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
    }
}
