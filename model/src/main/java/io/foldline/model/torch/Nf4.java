package io.foldline.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Rounds weights to what four bits hold of them: NormalFloat 4 of QLoRA (Dettmers et al., arXiv:2305.14314) as bitsandbytes
 * computes it. Blocks of 64 consecutive weights are divided by their largest magnitude, which stays in float32 (no double
 * quantization), and each takes the nearest of sixteen values. What comes back are the values, not the bits, so that a pass
 * computes with the same numbers in its own dtype.
 */
public final class Nf4 implements AutoCloseable {
    /** Appendix E of the paper. */
    private static final double[] VALUES = {
        -1.0,
        -0.6961928009986877,
        -0.5250730514526367,
        -0.39491748809814453,
        -0.28444138169288635,
        -0.18477343022823334,
        -0.09105003625154495,
        0.0,
        0.07958029955625534,
        0.16093020141124725,
        0.24611230194568634,
        0.33791524171829224,
        0.44070982933044434,
        0.5626170039176941,
        0.7229568362236023,
        1.0
    };

    private static final String SOURCE =
            """
            def round(self, w: Tensor, transposed: bool) -> Tensor:
              x = w
              if transposed:
                x = torch.t(w)
              values = torch.to(torch.tensor([%s], dtype=torch.float32), w.device)
              bounds = (values[:15] + values[1:]) / 2
              n = x.numel()
              flat = torch.reshape(torch.to(x, torch.float32), [-1])
              blocks = torch.reshape(torch.constant_pad_nd(flat, [0, (64 - n %% 64) %% 64]), [-1, 64])
              largest = torch.amax(torch.abs(blocks), [1], True)
              scaled = torch.clamp(blocks * torch.reciprocal(torch.clamp_min(largest, 1e-38)), -1, 1)
              rounded = torch.reshape(values[torch.bucketize(scaled, bounds)] * largest, [-1])
              result = torch.reshape(rounded[:n], x.shape)
              if transposed:
                result = torch.t(result)
              return torch.contiguous(torch.to(result, w.dtype))
            """.formatted(Arrays.stream(VALUES).mapToObj(String::valueOf).collect(Collectors.joining(", ")));

    private final TorchScript script = TorchScript.compile("nf4", SOURCE);

    /**
     * Rounds a matrix.
     *
     * @param manager owns the result, which has dtype, shape and device of the matrix
     * @param transposed the matrix is stored inputs × outputs; blocks run along the inputs all the same
     */
    public NDArray round(NDManager manager, NDArray weight, boolean transposed) {
        return script.tensor(manager, "round", weight, transposed);
    }

    @Override
    public void close() {
        script.close();
    }
}
