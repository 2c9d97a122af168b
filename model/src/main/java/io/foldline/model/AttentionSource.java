package io.foldline.model;

import static io.foldline.model.BlockSource.method;

/** TorchScript of the attention of the blocks of one kind, up to what its output map reads. */
final class AttentionSource {
    private final Architecture architecture;
    private final Family family;
    private final Attention attention;
    private final BlockKind kind;
    private final PartSource parts;
    private final int number;

    AttentionSource(Architecture architecture, BlockKind kind, PartSource parts) {
        this.architecture = architecture;
        this.family = architecture.family();
        this.attention = architecture.attention();
        this.kind = kind;
        this.parts = parts;
        number = architecture.distinctKinds().indexOf(kind);
    }

    String methods() {
        String ofBatch = String.join("\n", projected(), masked(), attended(), whole());
        return family.causal() ? ofBatch + "\n" + tree() : ofBatch;
    }

    /** Attention within each row of a padded batch. */
    private String whole() {
        return """
                def %s(self, x: Tensor, r: List[Tensor], w: List[Tensor]) -> Tensor:
                  p = self.%s(x, r, w)
                  a = self.%s(p[0], p[1], p[2])
                  return a.transpose(1, 2).flatten(2)
                """.formatted(method("attention", number), method("projected", number), method("attended", number));
    }

    /**
     * Attention within a tree of tokens, see {@link TreeRows}: {@code x} is (1 × new tokens × width), {@code past} empty or
     * the keys and values of the tokens before, each (tokens × heads × head width). Gives what the output map reads, and all
     * keys and values.
     */
    private String tree() {
        return """
                def %s(self, x: Tensor, r: List[Tensor], w: List[Tensor], past: List[Tensor], places: Tensor, queries: List[Tensor], keys: List[Tensor], seen: List[Tensor]) -> List[Tensor]:
                  p = self.%s(x, r, w)
                  q = p[0].transpose(1, 2).flatten(0, 1)
                  k = p[1].transpose(1, 2).flatten(0, 1)
                  v = p[2].transpose(1, 2).flatten(0, 1)
                  if torch.len(past) > 0:
                    k = torch.cat([past[0], k])
                    v = torch.cat([past[1], v])
                  all: List[Tensor] = []
                  for i in range(torch.len(queries)):
                    rq = self.row_heads(q, queries[i])
                    rk = self.row_heads(k, keys[i])
                    rv = self.row_heads(v, keys[i])
                    m = seen[i * %d + %d]
                    if m.numel() == 0:
                      a = self.%s(rq, rk, rv)
                    else:
                      g = rq.reshape([rq.size(0), %d, -1, rq.size(3)])
                      a = self.%s(g, rk, rv, m).reshape(rq.size())
                    all = all + [a.transpose(1, 2).flatten(0, 1)]
                  h = torch.index_select(torch.cat(all), 0, places).flatten(1).unsqueeze(0)
                  return [h, k, v]
                """.formatted(
                        method("tree_attention", number),
                        method("projected", number),
                        architecture.windows().size(),
                        architecture.windows().indexOf(kind.window()),
                        method("attended", number),
                        attention.keyValueHeads(),
                        method("masked", number));
    }

    /** Queries, keys and values as (sequences × heads × positions × head width), rotated. */
    private String projected() {
        return """
                def %s(self, x: Tensor, r: List[Tensor], w: List[Tensor]) -> List[Tensor]:
                %s%s  return [q, k, v]
                """.formatted(method("projected", number), projections(), kind.rotates() ? rotated() : "");
    }

    /** Queries, keys and values as (sequences × heads × positions × head width). */
    private String projections() {
        if (!family.has(Part.QUERY_KEY_VALUE)) {
            return """
                      q = %s
                      k = %s
                      v = self.heads(%s)
                    """.formatted(
                            normedHeads(parts.linear("x", Part.QUERY), Part.QUERY_NORM),
                            normedHeads(parts.linear("x", Part.KEY), Part.KEY_NORM),
                            parts.linear("x", Part.VALUE));
        }
        String all = "  p = " + parts.linear("x", Part.QUERY_KEY_VALUE) + "\n";
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
                ? parts.norm("self.heads(" + projection + ")", norm)
                : "self.heads(" + parts.norm(projection, norm) + ")";
    }

    private String rotated() {
        return """
                  q = self.rotate(q, r[%1$d], r[%2$d])
                  k = self.rotate(k, r[%1$d], r[%2$d])
                """.formatted(2 * kind.rope(), 2 * kind.rope() + 1);
    }

    /** Repeating keys and values is faster on the CPU than the kernel's own grouping. */
    private String attended() {
        String head =
                "def %s(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:\n".formatted(method("attended", number));
        String repeated = attention.group() == 1 ? "" : """
                  k = torch.repeat_interleave(k, %1$d, 1)
                  v = torch.repeat_interleave(v, %1$d, 1)
                """.formatted(attention.group());
        String masked = "return self.%s(q, k, v, self.seen(q, %s))\n"
                .formatted(method("masked", number), kind.slides() ? kind.window() : "q.size(2)");
        if (attention.softcap() > 0) {
            return head + repeated + "  " + masked;
        }
        return head
                + repeated
                + (kind.slides() ? "  if q.size(2) > " + kind.window() + ":\n    " + masked : "")
                + "  return torch.scaled_dot_product_attention(q, k, v, is_causal=%s, scale=%s)\n"
                        .formatted(family.causal() ? "True" : "False", attention.scale());
    }

    /** {@code m}, broadcast to (sequences × heads × queries × keys), says which keys a query sees. */
    private String masked() {
        String head = "def %s(self, q: Tensor, k: Tensor, v: Tensor, m: Tensor) -> Tensor:\n"
                .formatted(method("masked", number));
        return attention.softcap() > 0
                ? head + """
                          s = torch.matmul(q, k.transpose(2, 3)) * %1$s
                          s = torch.tanh(s / %2$s) * %2$s
                          s = torch.masked_fill(s, torch.logical_not(m), float("-inf"))
                          return torch.matmul(torch.softmax(s, -1, dtype=torch.float32).to(q.dtype), v)
                        """.formatted(attention.scale(), attention.softcap())
                : head
                        + "  return torch.scaled_dot_product_attention(q, k, v, m, scale=%s)\n"
                                .formatted(attention.scale());
    }
}
