package io.foldline.model;

import java.util.Objects;

/** TorchScript of the blocks of one kind. */
final class BlockSource {
    private final Architecture architecture;
    private final Family family;
    private final Attention attention;
    private final BlockKind kind;
    private final BlockTensors tensors;
    private final int number;

    BlockSource(Architecture architecture, BlockKind kind) {
        this.architecture = architecture;
        this.family = architecture.family();
        this.attention = architecture.attention();
        this.kind = kind;
        tensors = BlockTensors.of(architecture, kind);
        number = architecture.distinctKinds().indexOf(kind);
    }

    /** What the blocks of a kind are called: {@code block_0}. */
    static String method(String name, int kind) {
        return name + "_" + kind;
    }

    String methods() {
        return String.join("\n", attention(), kind.sparse() ? experts() : mlp(), block(), gradients());
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
     * Both forms of a block: what comes out of it; and that with the residual stream before the MLP, what the MLP adds, and
     * what the maps of attention and MLP read, the last one where the MLP has one such map.
     */
    private String block() {
        String mlpReads = !architecture.parallel()
                ? norm("y", Part.MLP_NORM)
                : BlockTensors.sharesNorm(architecture) ? "n" : norm("x", Part.MLP_NORM);
        String start =
                """
                  n = %s
                %s  y = %s.add_(x)
                  o = %s
                %s""".formatted(norm("x", Part.ATTENTION_NORM), attendedInner("n"), attended("h"), mlpReads, mlpOf("o"));
        return """
                def %s(self, x: Tensor, r: List[Tensor], w: List[Tensor]) -> List[Tensor]:
                %s  return [y + m, y, m, n, h, o%s]

                def %s(self, x: Tensor, r: List[Tensor], w: List[Tensor]) -> Tensor:
                %s  return m.add_(y)
                """.formatted(
                        method("parts", number), start, kind.sparse() ? "" : ", g", method("block", number), start);
    }

    private String attendedInner(String x) {
        return "  h = self.%s(%s, r, w)\n".formatted(method("attention", number), x);
    }

    private String attended(String inner) {
        return scaled(norm(linear(inner, Part.ATTENTION_OUTPUT), Part.ATTENTION_OUTPUT_NORM));
    }

    private String mlpOf(String x) {
        String call = "self.%s(%s, w)".formatted(method("mlp", number), x);
        return kind.sparse()
                ? "  m = " + scaled(norm(call, Part.MLP_OUTPUT_NORM)) + "\n"
                : "  g = %s\n  m = %s\n".formatted(call, scaled(norm(linear("g", Part.DOWN), Part.MLP_OUTPUT_NORM)));
    }

    private String scaled(String x) {
        double scale = architecture.scales().residual();
        return scale == 1 ? x : "torch.mul(" + x + ", " + scale + ")";
    }

    /** What the output map of the attention reads. */
    private String attention() {
        return """
                def %s(self, x: Tensor, r: List[Tensor], w: List[Tensor]) -> Tensor:
                %s%s%s  return %s
                """.formatted(
                        method("attention", number),
                        projections(),
                        kind.rotates() ? rotated() : "",
                        attended(),
                        "a.transpose(1, 2).flatten(2)");
    }

    /** Queries, keys and values as (sequences × heads × positions × head width). */
    private String projections() {
        if (!family.has(Part.QUERY_KEY_VALUE)) {
            return """
                      q = %s
                      k = %s
                      v = self.heads(%s)
                    """.formatted(
                            normedHeads(linear("x", Part.QUERY), Part.QUERY_NORM),
                            normedHeads(linear("x", Part.KEY), Part.KEY_NORM),
                            linear("x", Part.VALUE));
        }
        String all = "  p = " + linear("x", Part.QUERY_KEY_VALUE) + "\n";
        int queries = attention.queryWidth();
        int keys = queries + attention.keyWidth();
        return all
                + switch (family.fused()) {
                    case STACKED -> """
                      q = self.heads(p[:, :, :%1$d])
                      k = self.heads(p[:, :, %1$d:%2$d])
                      v = self.heads(p[:, :, %2$d:])
                    """.formatted(queries, keys);
                    case GROUPED ->
                        """
                      g = p.view([p.size(0), p.size(1), %1$d, %2$d, %3$d])
                      q = g[:, :, :, :%4$d].flatten(2, 3).transpose(1, 2)
                      k = torch.select(g, 3, %4$d).transpose(1, 2)
                      v = torch.select(g, 3, %5$d).transpose(1, 2)
                    """.formatted(
                                        attention.keyValueHeads(),
                                        attention.group() + 2,
                                        attention.headWidth(),
                                        attention.group(),
                                        attention.group() + 1);
                };
    }

    private String normedHeads(String projection, Part norm) {
        return family.queryKeyNorm() == Family.QueryKeyNorm.HEAD
                ? norm("self.heads(" + projection + ")", norm)
                : "self.heads(" + norm(projection, norm) + ")";
    }

    private String rotated() {
        return """
                  q = self.rotate(q, r[%1$d], r[%2$d])
                  k = self.rotate(k, r[%1$d], r[%2$d])
                """.formatted(2 * kind.rope(), 2 * kind.rope() + 1);
    }

    private String attended() {
        // Repeating keys and values is faster on the CPU than the kernel's own grouping.
        String grouped = attention.group() == 1 ? "" : """
                  k = torch.repeat_interleave(k, %1$d, 1)
                  v = torch.repeat_interleave(v, %1$d, 1)
                """.formatted(attention.group());
        if (attention.softcap() > 0) {
            return grouped
                    + """
                      s = torch.matmul(q, k.transpose(2, 3)) * %1$s
                      s = torch.tanh(s / %2$s) * %2$s
                      s = torch.masked_fill(s, torch.logical_not(self.seen(q, %3$s)), float("-inf"))
                      a = torch.matmul(torch.softmax(s, -1, dtype=torch.float32).to(q.dtype), v)
                    """.formatted(
                            attention.scale(), attention.softcap(), kind.slides() ? kind.window() : "q.size(2)");
        }
        String whole = "torch.scaled_dot_product_attention(q, k, v, is_causal=%s, scale=%s)"
                .formatted(family.causal() ? "True" : "False", attention.scale());
        if (!kind.slides()) {
            return grouped + "  a = " + whole + "\n";
        }
        return grouped + """
                  if q.size(2) > %1$d:
                    a = torch.scaled_dot_product_attention(q, k, v, self.seen(q, %1$d), scale=%2$s)
                  else:
                    a = %3$s
                """.formatted(kind.window(), attention.scale(), whole);
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
                            linear("x", Part.GATE_UP),
                            activation("both[:, :, :%d]".formatted(architecture.innerWidth())),
                            architecture.innerWidth());
        } else if (tensors.has(Part.GATE)) {
            inner = gated();
        } else {
            inner = "  inner = " + activation(linear("x", Part.UP)) + "\n";
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
                """.formatted(activation(linear("x", Part.GATE)), linear("x", Part.UP));
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
                                linear("x", Part.ROUTER),
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
                method("everyone", number), gated(), linear("inner", Part.DOWN), linear("x", Part.SHARED_EXPERT_GATE));
    }

    private String activation(String x) {
        return switch (architecture.activation()) {
            case SILU -> "torch.silu(" + x + ")";
            case GELU -> "torch.gelu(" + x + ")";
            case GELU_TANH -> "torch.gelu(" + x + ", approximate=\"tanh\")";
            case QUICK_GELU -> "self.quick_gelu(" + x + ")";
            case RELU -> "torch.relu(" + x + ")";
        };
    }

    /** A norm of {@code x}; {@code x} itself where the family has no such norm. */
    private String norm(String x, Part part) {
        if (!tensors.has(part)) {
            return x;
        }
        int bias = tensors.bias(part);
        return "self.norm(%s, w[%d]%s)".formatted(x, tensors.weight(part), bias < 0 ? "" : ", w[" + bias + "]");
    }

    private String linear(String x, Part part) {
        int bias = tensors.bias(part);
        boolean stored = family.transposed() && part != Part.ROUTER;
        return "torch.linear(%s, w[%d]%s%s)"
                .formatted(x, tensors.weight(part), stored ? ".t()" : "", bias < 0 ? "" : ", w[" + bias + "]");
    }
}
