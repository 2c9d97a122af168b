package io.foldline.model.torch;

import io.foldline.checkpoint.DType;
import java.util.Optional;

/** Element types by the numbers that libtorch gives them ({@code c10::ScalarType}). */
public enum ScalarType {
    INT32(3, "torch.int32"),
    INT64(4, "torch.int64"),
    FLOAT16(5, "torch.float16"),
    FLOAT32(6, "torch.float32"),
    FLOAT64(7, "torch.float64"),
    BFLOAT16(15, "torch.bfloat16");

    private final int code;
    private final String name;

    ScalarType(int code, String name) {
        this.code = code;
        this.name = name;
    }

    /** What TorchScript takes where it wants a dtype. */
    public long code() {
        return code;
    }

    /** As Python spells it, for instance {@code torch.float32}. */
    String pythonName() {
        return name;
    }

    /** The type of a checkpoint's weights; empty if they can be no weights. */
    public static Optional<ScalarType> of(DType dtype) {
        return switch (dtype) {
            case F16 -> Optional.of(FLOAT16);
            case BF16 -> Optional.of(BFLOAT16);
            case F32 -> Optional.of(FLOAT32);
            case F64 -> Optional.of(FLOAT64);
            default -> Optional.empty();
        };
    }
}
