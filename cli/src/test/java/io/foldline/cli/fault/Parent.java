package io.foldline.cli.fault;

/** Ties a process to the one that started it. */
final class Parent {
    private Parent() {}

    /** Ends this process with its parent, however that ends. */
    static void follow() {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
    }
}
