package io.foldline.model;

import java.util.ArrayList;
import java.util.List;

/**
 * TorchScript of an architecture's forward pass. Its operations and their order are those of transformers, so that
 * results agree to rounding. What the architecture fixes (sizes, biases, kinds) is written into the source, so nothing is
 * decided at run time. What no one else sees is changed in place.
 *
 * <p>{@code x} is (sequences × positions × width); {@code w} the list of a block's tensors in the order of
 * {@link BlockTensors}; {@code r} the cosines and sines of each rotary embedding.
 */
final class DecoderSource {
    private final Architecture architecture;
    private final Family family;

    private DecoderSource(Architecture architecture) {
        this.architecture = architecture;
        this.family = architecture.family();
    }

    /** The methods of a decoder: those of its ends, and {@code block_K}, {@code parts_K} and, if it is causal, {@code tree_K} of each kind K of block. */
    static String of(Architecture architecture) {
        DecoderSource source = new DecoderSource(architecture);
        List<String> methods = new ArrayList<>(List.of(
                source.norm(),
                architecture.patches() == null ? source.embed() : source.embedImages(),
                source.logits(),
                source.readout(),
                source.shared()));
        for (int i = 0; i < architecture.ropes().size(); i++) {
            int width = architecture.attention().rotatedWidth();
            methods.add(RopeSource.of("frequencies_" + i, architecture.ropes().get(i), width));
        }
        methods.add(source.rotation());
        for (BlockKind kind : architecture.distinctKinds()) {
            methods.add(new BlockSource(architecture, kind).methods());
        }
        return String.join("\n", methods);
    }

    private String norm() {
        return switch (family.norm()) {
            case RMS -> """
                def norm(self, x: Tensor, weight: Tensor) -> Tensor:
                  wide = x.to(torch.float32)
                  mean = torch.mean(torch.pow(wide, 2), [-1], True)
                  return (wide * torch.rsqrt(mean + %s)).to(x.dtype).mul_(weight)
                """.formatted(architecture.normEpsilon());
            case RMS_UNIT_OFFSET -> """
                def norm(self, x: Tensor, weight: Tensor) -> Tensor:
                  wide = x.to(torch.float32)
                  mean = torch.mean(torch.pow(wide, 2), [-1], True)
                  gain = torch.add(weight.to(torch.float32), 1.)
                  return (wide * torch.rsqrt(mean + %s)).mul_(gain).to(x.dtype)
                """.formatted(architecture.normEpsilon());
            case LAYER -> """
                def norm(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
                  return torch.layer_norm(x, [x.size(-1)], weight, bias, %s)
                """.formatted(architecture.normEpsilon());
        };
    }

    private String embed() {
        Scales scales = architecture.scales();
        StringBuilder source = new StringBuilder("""
                def embed(self, ids: Tensor, places: Tensor, e: List[Tensor]) -> Tensor:
                  x = torch.embedding(e[0], ids)
                """);
        if (scales.embedding() != 1) {
            // Rounded to the dtype first, as Gemma does.
            source.append(
                    "  x = x * torch.full([1], %s, dtype=x.dtype, device=x.device)\n".formatted(scales.embedding()));
        }
        if (family.position() == Family.Position.LEARNED) {
            source.append("  x = x + torch.embedding(e[1], places + %d)\n".formatted(family.positionOffset()));
        }
        return source + "  return x\n";
    }

    /**
     * The class token, then the patches row by row, each with its position. The convolution is written as a product, since
     * on CUDA cuDNN rounds the factors of a float32 convolution to 10 bits (TF32) and cuBLAS those of a product not.
     */
    private String embedImages() {
        InputTensors tensors = InputTensors.of(architecture);
        return """
                def embed(self, pixels: Tensor, e: List[Tensor]) -> Tensor:
                  p = pixels.to(e[%1$d].dtype).unfold(2, %3$d, %3$d).unfold(3, %3$d, %3$d)
                  p = p.permute([0, 2, 3, 1, 4, 5]).flatten(3).flatten(1, 2)
                  p = torch.linear(p, e[%1$d].flatten(1), %2$s)
                  c = e[%4$d].view([1, 1, -1]).expand([p.size(0), -1, -1])
                  x = torch.cat([c, p], 1) + e[%5$d].view([1, p.size(1) + 1, -1])
                  return %6$s
                """.formatted(
                        tensors.weight(Part.PATCHES),
                        tensors.bias(Part.PATCHES) < 0 ? "None" : "e[" + tensors.bias(Part.PATCHES) + "]",
                        architecture.requiredPatches().patchSize(),
                        tensors.weight(Part.CLASS_TOKEN),
                        tensors.weight(Part.POSITIONS),
                        family.has(Part.INPUT_NORM)
                                ? "self.norm(x, e[%d], e[%d])"
                                        .formatted(tensors.weight(Part.INPUT_NORM), tensors.bias(Part.INPUT_NORM))
                                : "x");
    }

    private String logits() {
        Scales scales = architecture.scales();
        int norm = family.norm() == Family.Norm.LAYER ? 2 : 1;
        boolean bias = architecture.outputTensors().size() > norm + 1;
        StringBuilder source = new StringBuilder(
                """
                def final_norm(self, x: Tensor, e: List[Tensor]) -> Tensor:
                  return self.norm(x, %s)

                def logits(self, x: Tensor, e: List[Tensor]) -> Tensor:
                  y = torch.linear(self.final_norm(x, e), e[%d]%s)
                """.formatted(norm == 2 ? "e[0], e[1]" : "e[0]", norm, bias ? ", e[" + (norm + 1) + "]" : ""));
        if (scales.logitDivisor() != 1) {
            source.append("  y = y / %s\n".formatted(scales.logitDivisor()));
        }
        if (scales.logitSoftcap() > 0) {
            source.append("  y = torch.tanh(y / %1$s) * %1$s\n".formatted(scales.logitSoftcap()));
        }
        return source + "  return y\n";
    }

    /**
     * Least-squares rows of how the logits of drawn tokens depend on the final norm, see {@link LanguageModel#readout}. The
     * weights {@code e} are of the model that is changed, {@code g} of the one whose probabilities are the goal.
     */
    private String readout() {
        int norm = family.norm() == Family.Norm.LAYER ? 2 : 1;
        return """
                def readout(self, now: Tensor, goal: Tensor, places: Tensor, e: List[Tensor], g: List[Tensor]) -> List[Tensor]:
                  q = torch.softmax(self.logits(goal, g).to(torch.float32), -1)
                  p = torch.softmax(self.logits(now, e).to(torch.float32), -1)
                  sums = torch.cumsum(torch.add(p, q), -1)
                  drawn = torch.searchsorted(sums, places.to(torch.float32) * sums[:, -1:])
                  drawn = torch.clamp_max(drawn, p.size(-1) - 1)
                  pd = torch.gather(p, 1, drawn)
                  qd = torch.gather(q, 1, drawn)
                  response = torch.div(torch.sub(qd, pd), torch.add(qd, pd)) * 2.
                  head = e[%1$d]
                  mean = torch.matmul(p.to(head.dtype), head).to(torch.float32)
                  slope = torch.sub(head[drawn].to(torch.float32), mean.unsqueeze(1)) * %2$s
                  gain = slope * (self.final_norm(now, e)%3$s).to(torch.float32).unsqueeze(1)
                  rows = %4$s
                  return [rows.flatten(0, 1).to(torch.float64), response.flatten().unsqueeze(1).to(torch.float64)]
                """.formatted(
                        norm,
                        1 / architecture.scales().logitDivisor(),
                        norm == 2 ? " - e[1]" : "",
                        norm == 2 ? "torch.cat([gain, slope], -1)" : "gain");
    }

    private String shared() {
        return """
                def log_likelihoods(self, x: Tensor, rows: Tensor, ids: Tensor, e: List[Tensor]) -> Tensor:
                  logits = self.logits(torch.index_select(x.flatten(0, 1), 0, rows), e)
                  logs = torch.log_softmax(logits.to(torch.float64), -1)
                  return torch.gather(logs, 1, ids.unsqueeze(1)).squeeze(1)

                def divergences(self, x: Tensor, y: Tensor, rows: Tensor, e: List[Tensor], g: List[Tensor]) -> Tensor:
                  logits = self.logits(torch.index_select(x.flatten(0, 1), 0, rows), e)
                  p = torch.log_softmax(logits.to(torch.float64), -1)
                  goal = self.logits(torch.index_select(y.flatten(0, 1), 0, rows), g)
                  q = torch.log_softmax(goal.to(torch.float64), -1)
                  return torch.sum(torch.exp(q) * torch.sub(q, p), -1)

                def scores(self, x: Tensor, rows: Tensor, of: Tensor, ids: Tensor, e: List[Tensor]) -> List[Tensor]:
                  logits = self.logits(torch.index_select(x.flatten(0, 1), 0, rows), e)
                  wide = logits.to(torch.float64)
                  total = torch.index_select(torch.logsumexp(wide, [-1]), 0, of)
                  picked = torch.index_select(wide.flatten(), 0, of * wide.size(1) + ids) - total
                  greedy = torch.index_select(torch.argmax(logits, -1), 0, of)
                  return [picked, torch.eq(greedy, ids)]

                def next(self, x: Tensor, rows: Tensor, e: List[Tensor]) -> Tensor:
                  logits = self.logits(torch.index_select(x.flatten(0, 1), 0, rows), e)
                  finite = torch.all(torch.isfinite(logits), -1)
                  return torch.where(finite, torch.argmax(logits, -1), -1)

                def loss_gradient(self, a: List[Tensor]) -> List[Tensor]:
                  e: List[Tensor] = []
                  for t in a[3:]:
                    e = e + [torch.clone(t)]
                  x = torch.requires_grad_(torch.clone(a[0]), True)
                  loss = torch.neg(torch.sum(self.log_likelihoods(x, torch.clone(a[1]), torch.clone(a[2]), e)))
                  return self.gradients_of(loss, [x])

                def gradients_of(self, loss: Tensor, of: List[Tensor]) -> List[Tensor]:
                  found: List[Tensor] = []
                  i = 0
                  for g in torch.grad([loss], of, None, None, False, True):
                    if g is None:
                      found = found + [torch.zeros_like(of[i])]
                    else:
                      found = found + [g]
                    i = i + 1
                  return found

                def folded(self, parts: List[Tensor], transform: Tensor) -> List[Tensor]:
                  m = torch.matmul(parts[2], transform)
                  return [parts[1] + m, parts[1], m] + parts[3:]

                def finite(self, x: Tensor) -> bool:
                  if bool(torch.isfinite(torch.sum(x))):
                    return True
                  return bool(torch.all(torch.isfinite(x)))

                def quick_gelu(self, x: Tensor) -> Tensor:
                  return x * torch.sigmoid(x * 1.702)

                def outputs(self, x: Tensor, rows: Tensor, e: List[Tensor]) -> Tensor:
                  return self.logits(torch.index_select(x.flatten(0, 1), 0, rows), e).to(torch.float32)

                def heads(self, x: Tensor) -> Tensor:
                  return x.view([x.size(0), x.size(1), -1, %d]).transpose(1, 2)

                def seen(self, x: Tensor, window: int) -> Tensor:
                  places = torch.arange(x.size(-2), device=x.device)
                  back = places.unsqueeze(1) - places.unsqueeze(0)
                  return torch.logical_and(back >= 0, back < window)

                def row_heads(self, x: Tensor, rows: Tensor) -> Tensor:
                  picked = torch.index_select(x, 0, rows.flatten())
                  return picked.view([rows.size(0), rows.size(1), x.size(1), x.size(2)]).transpose(1, 2)

                def row_seen(self, places: Tensor, queries: Tensor, keys: int, window: int) -> Tensor:
                  at = torch.index_select(places, 0, queries.flatten()).view(queries.size()).unsqueeze(2)
                  back = at - torch.arange(keys, device=at.device)
                  return torch.logical_and(back >= 0, back < window).unsqueeze(1).repeat([1, 1, %d, 1])
                """.formatted(
                architecture.attention().headWidth(), architecture.attention().group());
    }

    /** Cosines and sines, of all positions or of those given in sequences of a length; a family that rotates nothing has none. */
    private String rotation() {
        StringBuilder source = new StringBuilder("""
                def turns(self, frequencies: Tensor, magnitude: float, places: Tensor, like: Tensor) -> List[Tensor]:
                  f = torch.to(frequencies, like.device)
                  half = torch.outer(places.to(torch.float32), f)
                  angles = torch.cat([half, half], -1)
                  return [(torch.cos(angles) * magnitude).to(like.dtype), (torch.sin(angles) * magnitude).to(like.dtype)]

                def rotation(self, like: Tensor) -> List[Tensor]:
                  places = torch.arange(like.size(1), device=like.device)
                  return self.rotation_at(places, like.size(1), like)

                def rotation_at(self, places: Tensor, length: int, like: Tensor) -> List[Tensor]:
                  r: List[Tensor] = []
                """);
        for (int i = 0; i < architecture.ropes().size(); i++) {
            source.append("  r = r + self.turns(self.frequencies_%d(length), %s, places, like)\n"
                    .formatted(i, architecture.ropes().get(i).magnitude()));
        }
        source.append("  return r\n\n");
        return source + turn();
    }

    private String turn() {
        Attention attention = architecture.attention();
        if (attention.rotatedWidth() == attention.headWidth()) {
            return """
                def rotate(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
                  half = x.size(-1) // 2
                  turned = torch.cat([-x[:, :, :, half:], x[:, :, :, :half]], -1)
                  return (x * cosine).add_(turned.mul_(sine))
                """;
        }
        return """
                def rotate(self, all: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
                  x = all[:, :, :, :%1$d]
                  half = x.size(-1) // 2
                  turned = torch.cat([-x[:, :, :, half:], x[:, :, :, :half]], -1)
                  return torch.cat([(x * cosine).add_(turned.mul_(sine)), all[:, :, :, %1$d:]], -1)
                """.formatted(attention.rotatedWidth());
    }
}
