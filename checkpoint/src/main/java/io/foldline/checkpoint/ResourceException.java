package io.foldline.checkpoint;

/** The machine cannot do it now: disk full, no memory. A new run may succeed once there is room; this one ends. */
public class ResourceException extends RuntimeException {
    public ResourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
