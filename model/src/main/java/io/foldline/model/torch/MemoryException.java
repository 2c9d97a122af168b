package io.foldline.model.torch;

import ai.djl.engine.EngineException;
import io.foldline.checkpoint.ResourceException;
import java.util.List;

/** There was not enough memory for a computation; for less at a time there may be. */
public final class MemoryException extends ResourceException {
    /** What libtorch says, on the CPU and on CUDA. */
    private static final List<String> SIGNS =
            List.of("out of memory", "DefaultCPUAllocator", "std::bad_alloc", "CUBLAS_STATUS_ALLOC_FAILED");

    public MemoryException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether something failed for lack of memory, be it libtorch's or Java's. */
    public static boolean isMeantBy(Throwable thrown) {
        if (thrown instanceof EngineException) {
            String message = String.valueOf(thrown.getMessage());
            return SIGNS.stream().anyMatch(message::contains);
        }
        return thrown instanceof MemoryException || thrown instanceof OutOfMemoryError;
    }
}
