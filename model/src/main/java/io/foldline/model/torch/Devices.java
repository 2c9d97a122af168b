package io.foldline.model.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.InputException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses where to compute. */
public final class Devices {
    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,2}))?");

    private Devices() {}

    /**
     * The device that a name stands for.
     *
     * @param name {@code auto} (the first CUDA device, else the CPU), {@code cpu}, {@code cuda} or {@code cuda:N}
     * @throws InputException when the name is none of these or there is no such device
     */
    public static Device choose(String name) {
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        if (name.equals("auto")) {
            return cuda() ? Device.gpu(0) : Device.cpu();
        }
        Matcher cuda = CUDA.matcher(name);
        if (!cuda.matches()) {
            throw new InputException("unknown device '%s'; expected auto, cpu, cuda or cuda:N".formatted(name));
        }
        Device device = Device.gpu(number(cuda));
        absence(device).ifPresent(reason -> {
            throw new InputException(("device '%s' is not there: %s; use another or 'cpu', or check the driver and that"
                            + " libtorch is a CUDA build")
                    .formatted(name, reason));
        });
        return device;
    }

    private static int number(Matcher cuda) {
        return cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
    }

    private static boolean cuda() {
        return TorchEngine.start().hasCapability(StandardCapabilities.CUDA);
    }

    /**
     * Why a device is not there; empty if it is. Asks libtorch: DJL counts devices with a libcudart that it looks for among
     * the system's libraries, where that of a libtorch of Python's is not.
     */
    private static Optional<String> absence(Device device) {
        if (!cuda()) {
            return Optional.of("this process sees no CUDA device");
        }
        try (NDManager manager = TorchEngine.newManager(device)) {
            manager.create(0f);
            return Optional.empty();
        } catch (EngineException e) {
            return String.valueOf(e.getMessage()).lines().findFirst();
        }
    }
}
