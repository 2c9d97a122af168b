package io.foldline.model;

import java.util.Objects;

/** TorchScript of the blocks of one kind. */
final class BlockSource {
    private final Architecture architecture;
    private final BlockKind kind;
    private final BlockTensors tensors;
    private final PartSource parts;
    private final AttentionSource attention;
    private final int number;

    BlockSource(Architecture architecture, BlockKind kind) {
        this.architecture = architecture;
        this.kind = kind;
        tensors = BlockTensors.of(architecture, kind);
        parts = new PartSource(architecture, tensors);
        attention = new AttentionSource(architecture, kind, parts);
        number = architecture.distinctKinds().indexOf(kind);
    }

    /** What the blocks of a kind are called: {@code block_0}. */
    static String method(String name, int kind) {
        return name + "_" + kind;
    }

    String methods() {
        return String.join("\n", attention.methods(), kind.sparse() ? experts() : mlp(), block(), gradients());
    }

    /**
     * Of {@code Σ y·g}, y being what comes out of the block: takes its input, g, and its tensors; gives the gradients of the
     * input and of the tensors, zeros for those that took no part. To be called outside of inference mode.
     */
    private String gradients() {
        return """
                def %s(self, a: List[Tensor]) -> List[Tensor]:
                  of: List[Tensor] = []
                  for t in a[2:]:
                    of = of + [torch.requires_grad_(torch.clone(t), True)]
                  x = torch.requires_grad_(torch.clone(a[0]), True)
                  y = self.%s(x, self.rotation(x), of)
                  return self.gradients_of(torch.sum(torch.mul(y, torch.clone(a[1]))), [x] + of)
                """.formatted(method("gradients", number), method("block", number));
    }

    /**
     * The forms of a block: what comes out of it; that with the residual stream before the MLP, what the MLP adds, and what
     * the maps of attention and MLP read, the last one where the MLP has one such map; and in a tree of tokens.
     */
    private String block() {
        String inner = "  h = self.%s(n, r, w)\n".formatted(method("attention", number));
        String batch = """
                def %s(self, x: Tensor, r: List[Tensor], w: List[Tensor]) -> List[Tensor]:
                %s  return [y + m, y, m, n, h, o%s]

                def %s(self, x: Tensor, r: List[Tensor], w: List[Tensor]) -> Tensor:
                %s  return m.add_(y)
                """.formatted(
                method("parts", number), sums(inner), kind.sparse() ? "" : ", g", method("block", number), sums(inner));
        return architecture.family().causal() ? batch + "\n" + tree() : batch;
    }

    /** The output, the residual stream before the MLP, what the MLP adds, and all keys and values. */
    private String tree() {
        String inner = """
                  c = self.%s(n, r, w, past, places, queries, keys, seen)
                  h = c[0]
                """.formatted(method("tree_attention", number));
        return """
                def %s(self, x: Tensor, r: List[Tensor], w: List[Tensor], past: List[Tensor], places: Tensor, queries: List[Tensor], keys: List[Tensor], seen: List[Tensor]) -> List[Tensor]:
                %s  return [y + m, y, m, c[1], c[2]]
                """.formatted(method("tree", number), sums(inner));
    }

    /**
     * The residual stream before the MLP, y, and what the MLP adds, m.
     *
     * @param inner makes h, what the output map of the attention reads, of n
     */
    private String sums(String inner) {
        String mlpReads = !architecture.parallel()
                ? parts.norm("y", Part.MLP_NORM)
                : BlockTensors.sharesNorm(architecture) ? "n" : parts.norm("x", Part.MLP_NORM);
        return """
                  n = %s
                %s  y = %s.add_(x)
                  o = %s
                %s""".formatted(parts.norm("x", Part.ATTENTION_NORM), inner, attended("h"), mlpReads, mlpOf("o"));
    }

    private String attended(String inner) {
        return scaled(parts.norm(parts.linear(inner, Part.ATTENTION_OUTPUT), Part.ATTENTION_OUTPUT_NORM));
    }

    private String mlpOf(String x) {
        String call = "self.%s(%s, w)".formatted(method("mlp", number), x);
        return kind.sparse()
                ? "  m = " + scaled(parts.norm(call, Part.MLP_OUTPUT_NORM)) + "\n"
                : "  g = %s\n  m = %s\n"
                        .formatted(call, scaled(parts.norm(parts.linear("g", Part.DOWN), Part.MLP_OUTPUT_NORM)));
    }

    private String scaled(String x) {
        double scale = architecture.scales().residual();
        return scale == 1 ? x : "torch.mul(" + x + ", " + scale + ")";
    }

    /** What the last map of the MLP reads. */
    private String mlp() {
        String inner;
        if (tensors.has(Part.GATE_UP)) {
            inner = """
                      both = %s
                      inner = %s
                      inner = inner.mul_(both[:, :, %3$d:])
                    """.formatted(
                            parts.linear("x", Part.GATE_UP),
                            activation("both[:, :, :%d]".formatted(architecture.innerWidth())),
                            architecture.innerWidth());
        } else if (tensors.has(Part.GATE)) {
            inner = gated();
        } else {
            inner = "  inner = " + activation(parts.linear("x", Part.UP)) + "\n";
        }
        return """
                def %s(self, x: Tensor, w: List[Tensor]) -> Tensor:
                %s  return inner
                """.formatted(method("mlp", number), inner);
    }

    private String gated() {
        return """
                  inner = %s
                  inner = inner.mul_(%s)
                """.formatted(activation(parts.linear("x", Part.GATE)), parts.linear("x", Part.UP));
    }

    /** Each expert sees its tokens together; a token's experts are weighed by the router's probabilities. */
    private String experts() {
        Experts experts = Objects.requireNonNull(architecture.experts(), "experts");
        return """
                def %1$s(self, input: Tensor, w: List[Tensor]) -> Tensor:
                  x = input.flatten(0, 1)
                  odds = torch.softmax(%2$s, -1, dtype=torch.float32)
                  share, chosen = torch.topk(odds, %3$d)
                %4$s  share = share.to(x.dtype)
                  sum = %5$s
                  for i in range(%6$d):
                    met = torch.nonzero(torch.eq(chosen, i))
                    if met.size(0) > 0:
                      token = torch.select(met, 1, 0)
                      part = torch.index_select(x, 0, token)
                      at = %7$d + 3 * i
                      inner = %8$s
                      inner = inner.mul_(torch.linear(part, w[at + 1]))
                      y = torch.linear(inner, w[at + 2])
                      flat = token * %3$d + torch.select(met, 1, 1)
                      weight = torch.index_select(share.flatten(), 0, flat)
                      sum = sum.index_add_(0, token, y.mul_(weight.unsqueeze(1)))
                  return sum.view(input.size())
                """.formatted(
                                method("mlp", number),
                                parts.linear("x", Part.ROUTER),
                                experts.perToken(),
                                experts.normalised() ? "  share = share / torch.sum(share, [-1], True)\n" : "",
                                experts.sharedWidth() == 0
                                        ? "torch.zeros_like(x)"
                                        : "self." + method("everyone", number) + "(x, w)",
                                experts.count(),
                                tensors.firstExpert(),
                                activation("torch.linear(part, w[at])"))
                + (experts.sharedWidth() == 0 ? "" : everyone());
    }

    /** The shared expert. */
    private String everyone() {
        return """

                def %s(self, x: Tensor, w: List[Tensor]) -> Tensor:
                %s  return %s * torch.sigmoid(%s)
                """.formatted(
                        method("everyone", number),
                        gated(),
                        parts.linear("inner", Part.DOWN),
                        parts.linear("x", Part.SHARED_EXPERT_GATE));
    }

    private String activation(String x) {
        return switch (architecture.activation()) {
            case SILU -> "torch.silu(" + x + ")";
            case GELU -> "torch.gelu(" + x + ")";
            case GELU_TANH -> "torch.gelu(" + x + ", approximate=\"tanh\")";
            case QUICK_GELU -> "self.quick_gelu(" + x + ")";
            // Unlike relu, it does not keep its result for gradients, so that may be changed in place.
            case RELU -> "torch.threshold(" + x + ", 0., 0.)";
        };
    }
}
