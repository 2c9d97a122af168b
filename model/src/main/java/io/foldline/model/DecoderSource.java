package io.foldline.model;

import java.util.List;

/**
 * TorchScript of an architecture's forward pass. Its operations and their order are those of transformers, so that
 * results agree to rounding. What the architecture fixes (sizes, biases, kinds) is written into the source, so nothing is
 * decided at run time. What no one else sees is changed in place.
 */
final class DecoderSource {
    private final Architecture architecture;
    private final List<String> weights;

    private DecoderSource(Architecture architecture) {
        this.architecture = architecture;
        this.weights =
                architecture.blockTensors().stream().map(TensorSpec::name).toList();
    }

    /**
     * The methods of a decoder. {@code w} is the list of a block's tensors in the order of
     * {@link Architecture#blockTensors}; {@code x} is (sequences × positions × width).
     */
    static String of(Architecture architecture) {
        DecoderSource source = new DecoderSource(architecture);
        return String.join(
                "\n",
                source.ends(),
                source.norm(),
                RopeSource.of(architecture.rope(), architecture.headWidth()),
                source.rotation(),
                source.attention(),
                source.mlp(),
                source.block());
    }

    private String ends() {
        return """
                def embed(self, ids: Tensor, table: Tensor) -> Tensor:
                  return torch.embedding(table, ids)

                def logits(self, x: Tensor, norm: Tensor, head: Tensor) -> Tensor:
                  return torch.linear(self.norm(x, norm), head)

                def log_likelihoods(self, x: Tensor, rows: Tensor, ids: Tensor, norm: Tensor, head: Tensor) -> Tensor:
                  logits = self.logits(torch.index_select(x.flatten(0, 1), 0, rows), norm, head)
                  logs = torch.log_softmax(logits.to(torch.float64), -1)
                  return torch.gather(logs, 1, ids.unsqueeze(1)).squeeze(1)

                def finite(self, x: Tensor) -> bool:
                  if bool(torch.isfinite(torch.sum(x))):
                    return True
                  return bool(torch.all(torch.isfinite(x)))
                """;
    }

    private String norm() {
        return switch (architecture.family().norm()) {
            case RMS -> """
                def norm(self, x: Tensor, weight: Tensor) -> Tensor:
                  wide = x.to(torch.float32)
                  mean = torch.mean(torch.pow(wide, 2), [-1], True)
                  return (wide * torch.rsqrt(mean + %s)).to(x.dtype).mul_(weight)
                """.formatted(architecture.normEpsilon());
        };
    }

    private String rotation() {
        return switch (architecture.family().position()) {
            case ROTARY -> """
                def rotation(self, frequencies: Tensor, length: int, like: Tensor) -> List[Tensor]:
                  f = torch.to(frequencies, like.device)
                  positions = torch.arange(length, dtype=torch.float32, device=like.device)
                  half = torch.outer(positions, f)
                  angles = torch.cat([half, half], -1)
                  return [torch.cos(angles).to(like.dtype), torch.sin(angles).to(like.dtype)]

                def rotate(self, x: Tensor, r: List[Tensor]) -> Tensor:
                  half = x.size(-1) // 2
                  turned = torch.cat([-x[:, :, :, half:], x[:, :, :, :half]], -1)
                  return (x * r[0]).add_(turned.mul_(r[1]))
                """;
        };
    }

    private String attention() {
        TensorNames names = architecture.family().tensors();
        return """
                def heads(self, x: Tensor) -> Tensor:
                  return x.view([x.size(0), x.size(1), -1, %d]).transpose(1, 2)

                def for_queries(self, x: Tensor) -> Tensor:
                  return %s

                def attention(self, x: Tensor, r: List[Tensor], w: List[Tensor]) -> Tensor:
                  q = self.rotate(self.heads(%s), r)
                  k = self.for_queries(self.rotate(self.heads(%s), r))
                  v = self.for_queries(self.heads(%s))
                  a = torch.scaled_dot_product_attention(q, k, v, is_causal=True)
                  a = a.transpose(1, 2).flatten(2)
                  return %s
                """.formatted(
                        architecture.headWidth(),
                        forQueries("x"),
                        linear("x", names.query()),
                        linear("x", names.key()),
                        linear("x", names.value()),
                        linear("a", names.attentionOutput()));
    }

    /** Repeats each key or value head for its group of queries; on the CPU that is faster than the kernel's own grouping. */
    private String forQueries(String x) {
        int group = architecture.heads() / architecture.keyValueHeads();
        return group == 1 ? x : "torch.repeat_interleave(" + x + ", " + group + ", 1)";
    }

    private String mlp() {
        TensorNames names = architecture.family().tensors();
        return switch (architecture.family().mlp()) {
            case GATED ->
                """
                def mlp(self, x: Tensor, w: List[Tensor]) -> Tensor:
                  inner = %s
                  inner.mul_(%s)
                  return %s
                """.formatted(
                        activation(linear("x", names.gate())), linear("x", names.up()), linear("inner", names.down()));
        };
    }

    private String block() {
        TensorNames names = architecture.family().tensors();
        return """
                def parts(self, x: Tensor, r: List[Tensor], w: List[Tensor]) -> List[Tensor]:
                  y = self.attention(self.norm(x, %1$s), r, w).add_(x)
                  m = self.mlp(self.norm(y, %2$s), w)
                  return [y + m, y, m]

                def block(self, x: Tensor, r: List[Tensor], w: List[Tensor]) -> Tensor:
                  y = self.attention(self.norm(x, %1$s), r, w).add_(x)
                  return self.mlp(self.norm(y, %2$s), w).add_(y)
                """.formatted(weight(names.attentionNorm()), weight(names.mlpNorm()));
    }

    private String activation(String x) {
        return switch (architecture.activation()) {
            case SILU -> "torch.silu(" + x + ")";
            case GELU -> "torch.gelu(" + x + ")";
            case GELU_TANH -> "torch.gelu(" + x + ", approximate=\"tanh\")";
        };
    }

    private String linear(String x, String name) {
        int bias = weights.indexOf(name + ".bias");
        return "torch.linear(" + x + ", " + weight(name) + (bias < 0 ? "" : ", w[" + bias + "]") + ")";
    }

    private String weight(String name) {
        return "w[" + weights.indexOf(name + ".weight") + "]";
    }
}
