package io.foldline.model;

import ai.djl.Device;
import io.foldline.checkpoint.DType;
import io.foldline.checkpoint.InputException;
import io.foldline.model.torch.Devices;
import io.foldline.model.torch.ScalarType;
import java.util.Optional;

/**
 * Where and in which precision the forward pass runs.
 *
 * @param dtype of weights and activations; empty: float32 on the CPU, the checkpoint's on CUDA
 * @param nf4 the matrices of the blocks are rounded to what four bits hold of them
 */
public record ComputeOptions(Device device, Optional<ScalarType> dtype, boolean nf4) {
    /** The first CUDA device where there is one, else the CPU; dtype by the device. */
    public static ComputeOptions automatic() {
        return parse("auto", "auto");
    }

    /**
     * Reads what a person wrote.
     *
     * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
     * @param dtype {@code auto}, {@code f32} or {@code bf16}
     * @throws InputException when either is none of these or there is no such device
     */
    public static ComputeOptions parse(String device, String dtype) {
        Optional<ScalarType> type =
                switch (dtype) {
                    case "auto" -> Optional.empty();
                    case "f32" -> Optional.of(ScalarType.FLOAT32);
                    case "bf16" -> Optional.of(ScalarType.BFLOAT16);
                    default ->
                        throw new InputException("unknown dtype '%s'; expected auto, f32 or bf16".formatted(dtype));
                };
        return new ComputeOptions(Devices.choose(device), type, false);
    }

    /**
     * The same for passes that gather statistics.
     *
     * @param weights {@code auto}, as they are, or {@code nf4}
     * @throws InputException when it is neither
     */
    public ComputeOptions forStatistics(String weights) {
        return switch (weights) {
            case "auto" -> this;
            case "nf4" -> new ComputeOptions(device, dtype, true);
            default ->
                throw new InputException("unknown calibration dtype '%s'; expected auto or nf4".formatted(weights));
        };
    }

    /** Kind of the device and dtype in words: what the figures of a checkpoint may depend on. */
    public String kind() {
        String automatic = device.isGpu() ? "CHECKPOINT" : ScalarType.FLOAT32.name();
        return device.getDeviceType() + " " + dtype.map(ScalarType::name).orElse(automatic) + (nf4 ? " NF4" : "");
    }

    /** The dtype to compute a checkpoint with whose weights have the one given. */
    ScalarType dtypeFor(DType weights) {
        return dtype.orElse(device.isGpu() && weights == DType.BF16 ? ScalarType.BFLOAT16 : ScalarType.FLOAT32);
    }
}
