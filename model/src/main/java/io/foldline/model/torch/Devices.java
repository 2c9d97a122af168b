package io.foldline.model.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import io.foldline.checkpoint.InputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses where to compute. */
public final class Devices {
    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

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
            return count() > 0 ? Device.gpu(0) : Device.cpu();
        }
        Matcher cuda = CUDA.matcher(name);
        if (!cuda.matches()) {
            throw new InputException("unknown device '%s'; expected auto, cpu, cuda or cuda:N".formatted(name));
        }
        int number = cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
        int count = count();
        if (number >= count) {
            throw new InputException(("device '%s' is not there: this process sees %d CUDA device(s); use another or "
                            + "'cpu', or check the driver and that libtorch is a CUDA build")
                    .formatted(name, count));
        }
        return Device.gpu(number);
    }

    private static int count() {
        Engine engine = TorchEngine.start();
        return engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
    }
}
