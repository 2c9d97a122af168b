package io.foldline.model.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts libtorch once a process: no download, no tracking, native libraries unpacked to a folder that can be written.
 *
 * <p>The system property {@code foldline.threads} sets the number of threads that one operation uses; by default there
 * is one a core. Set it before the first use.
 */
public final class TorchEngine {
    /** System property with the number of threads of one operation. */
    public static final String THREADS = "foldline.threads";

    private static final String NAME = "PyTorch";
    private static final String CACHE = "DJL_CACHE_DIR";

    private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(() -> {
        start();
        // Fusing pays for itself only after many calls with equal shapes; batches differ.
        JniUtils.setGraphExecutorOptimize(false);
        return true;
    });

    private TorchEngine() {}

    /** Starts libtorch unless it runs. */
    public static Engine start() {
        return Holder.ENGINE;
    }

    /** A scope of its own for tensors on a device; what is created in it is freed with it. */
    public static NDManager newManager(Device device) {
        start();
        return NDManager.newBaseManager(device, NAME);
    }

    /** Gives back what libtorch keeps of a device's memory for later tensors, so that other processes can have it. */
    public static void releaseMemory(Device device) {
        if (device.isGpu()) {
            JniUtils.emptyCudaCache();
        }
    }

    /** Sets what libtorch keeps a thread, once in each thread that computes. */
    static void prepareThread() {
        PREPARED.get();
    }

    private static Engine startOnce() {
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        if (System.getenv(CACHE) == null) {
            setDefault(CACHE, cacheFolder().toString());
        }
        String threads = System.getProperty(THREADS);
        if (threads != null) {
            setDefault("ai.djl.pytorch.num_threads", threads);
        }
        return Engine.getEngine(NAME);
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static Path cacheFolder() {
        Path home = Path.of(System.getProperty("user.home"));
        return Files.isWritable(home)
                ? home.resolve(".djl.ai")
                : Path.of(System.getProperty("java.io.tmpdir"), "djl-" + System.getProperty("user.name"));
    }

    private static final class Holder {
        static final Engine ENGINE = startOnce();
    }
}
