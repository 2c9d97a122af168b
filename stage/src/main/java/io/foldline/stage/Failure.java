package io.foldline.stage;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.ResourceException;
import io.foldline.event.FailureKind;

/** What has to follow when a unit of work, a split or a gather did not succeed. */
public sealed interface Failure {
    /**
     * The run ends: no retry can help.
     *
     * @param message what was expected, what was found, what to do
     */
    record EndRun(FailureKind kind, String message) implements Failure {}

    /** A passing fault: the same work may succeed when it is tried again. */
    record Retry(Throwable cause) implements Failure {}

    /** Nobody wants the result any more. */
    record GiveUp(String message) implements Failure {}

    /** A record cannot be read: it is set aside with its original bytes. */
    record Poison(UndecodableException cause) implements Failure {}

    /** The service itself is broken, whatever the work: it must stop. */
    record Fatal(Throwable cause) implements Failure {}

    /** Decides what follows from {@code thrown}. */
    static Failure of(Throwable thrown) {
        if (thrown instanceof InputException) {
            return new EndRun(FailureKind.INPUT, text(thrown));
        }
        if (thrown instanceof ResourceException) {
            return new EndRun(FailureKind.RESOURCE, text(thrown));
        }
        if (thrown instanceof OutOfMemoryError) {
            return new EndRun(
                    FailureKind.RESOURCE,
                    "the process is out of memory (" + thrown.getMessage()
                            + "); give Java more, such as FOLDLINE_JAVA_OPTS=-Xmx8g, or use fewer workers, then retry");
        }
        if (thrown instanceof CancelledException) {
            return new GiveUp(text(thrown));
        }
        if (thrown instanceof UndecodableException undecodable) {
            return new Poison(undecodable);
        }
        // The stack that one unit of work needs says nothing about the next one.
        if (thrown instanceof Exception || thrown instanceof StackOverflowError) {
            return new Retry(thrown);
        }
        return new Fatal(thrown);
    }

    /** The message of {@code thrown}, or its type where it has none. */
    static String text(Throwable thrown) {
        String message = thrown.getMessage();
        boolean ours = thrown instanceof InputException || thrown instanceof ResourceException;
        if (message == null) {
            return thrown.getClass().getSimpleName();
        }
        return ours ? message : thrown.getClass().getSimpleName() + ": " + message;
    }
}
