package io.foldline.model.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.foldline.checkpoint.DType;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Brings weights from safetensors files to where they are computed with. A tensor that stays on the CPU in its own dtype
 * is a view of the mapped file: nothing is copied, and files larger than memory work. All others are copied.
 *
 * <p>Not for several threads at once. Closing it leaves the tensors it gave out alone; those are freed with their
 * manager.
 */
public final class TensorLoader implements AutoCloseable {
    private static final String SOURCE = """
            def map(self, path: str, elements: int, dtype: int) -> Tensor:
              return torch.from_file(path, False, elements, dtype=dtype)

            def view(self, file: Tensor, first: int, elements: int, shape: List[int]) -> Tensor:
              return file[first:first + elements].view(shape)

            def place(self, x: Tensor, device: str, dtype: int) -> Tensor:
              return torch.to(x, torch.device(device), dtype)

            def finite(self, x: Tensor) -> bool:
              if bool(torch.isfinite(torch.sum(x))):
                return True
              return bool(torch.all(torch.isfinite(x)))
            """;

    private final TorchScript script = TorchScript.compile("tensors", SOURCE);
    private final NDManager mappings = TorchEngine.newManager(Device.cpu());
    private final Map<Mapping, NDArray> mapped = new HashMap<>();

    /** A file seen as elements of one type. */
    private record Mapping(Path file, ScalarType type) {}

    /**
     * Loads a tensor.
     *
     * @param manager owns it, on the device it is to be on
     * @param type what it is to have
     * @throws InputException if its dtype can be no weight's or a value is not finite
     */
    public NDArray load(TensorInfo info, NDManager manager, ScalarType type) throws IOException {
        ScalarType stored = ScalarType.of(info.dtype())
                .orElseThrow(() -> new InputException(
                        "%s: tensor '%s' has dtype %s, expected F32, BF16, F16 or F64; save the model in one of them"
                                .formatted(info.file(), info.name(), info.dtype())));
        try (NDManager scope = mappings.newSubManager()) {
            NDArray values = isAligned(info.offset(), info.dtype()) ? view(info, stored, scope) : read(info, scope);
            if (!script.test("finite", values)) {
                throw new InputException(
                        "%s: tensor '%s' holds NaN or infinite values, expected finite weights; get the checkpoint again"
                                .formatted(info.file(), info.name()));
            }
            // Without a change of device or dtype this is the same storage, kept alive by the new tensor.
            return script.tensor(manager, "place", values, name(manager.getDevice()), type.code());
        }
    }

    @Override
    public void close() {
        mappings.close();
        script.close();
    }

    private NDArray view(TensorInfo info, ScalarType stored, NDManager scope) {
        int bytes = info.dtype().bytes();
        NDArray file = mapped.computeIfAbsent(new Mapping(info.file(), stored), mapping -> map(mapping, bytes));
        return script.tensor(scope, "view", file, info.offset() / bytes, info.elements(), shape(info));
    }

    private NDArray map(Mapping mapping, int bytes) {
        long elements = mapping.file().toFile().length() / bytes;
        return script.tensor(
                mappings,
                "map",
                mapping.file().toString(),
                elements,
                mapping.type().code());
    }

    /** Widening to float32 is exact for all that can lie unaligned beside other tensors but F64. */
    private static NDArray read(TensorInfo info, NDManager scope) throws IOException {
        Shape shape = new Shape(shape(info));
        return info.dtype() == DType.F64
                ? scope.create(TensorReader.doubles(info), shape)
                : scope.create(TensorReader.floats(info), shape);
    }

    private static boolean isAligned(long offset, DType dtype) {
        return offset % dtype.bytes() == 0;
    }

    private static long[] shape(TensorInfo info) {
        return info.shape().stream().mapToLong(Long::longValue).toArray();
    }

    private static String name(Device device) {
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }
}
