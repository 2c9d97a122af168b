package io.foldline.model;

import io.foldline.checkpoint.InputException;
import io.foldline.model.Family.Biased;
import io.foldline.model.FoldTarget.How;
import java.util.ArrayList;
import java.util.List;

/**
 * What writes to the residual stream, for scaling it: a positive factor on all that is written up to some place is a factor
 * of the stream there. What reads the stream through a norm does not notice, but for the norm's epsilon.
 */
public final class ResidualStream {
    private final Architecture architecture;
    private final Family family;

    /** @throws InputException if blocks of the architecture read the stream without a norm in front */
    public ResidualStream(Architecture architecture) {
        this.architecture = architecture;
        family = architecture.family();
        if (!family.has(Part.ATTENTION_NORM) || !family.has(Part.MLP_NORM)) {
            throw new InputException(
                    "blocks of model_type %s read the residual stream without a norm in front, so it cannot be scaled exactly; use another method, such as diagonal or uidl."
                            .formatted(architecture.modelType()));
        }
    }

    /**
     * The tensors that take a factor of the stream behind a block, or behind its attention: those that write to it up to
     * there; and where the head is the embedding, those that make up for that in front of the head. A head that a
     * checkpoint stores though it is the embedding is among them.
     *
     * @param mlp whether behind the whole block
     */
    public List<ScaleTarget> targets(int block, boolean mlp) {
        List<ScaleTarget> targets = new ArrayList<>(inputs());
        for (int before = 0; before <= block; before++) {
            targets.addAll(attention(before));
            if (before < block || mlp) {
                architecture
                        .foldTargets(before)
                        .forEach(target -> targets.add(
                                new ScaleTarget(target.tensor(), target.how() == How.GAIN_MINUS_ONE ? 1 : 0, false)));
            }
        }
        if (architecture.tiedHead()) {
            targets.add(new ScaleTarget(family.name(Part.HEAD) + ".weight", 0, false));
            targets.addAll(norm(family.name(Part.FINAL_NORM), true));
        }
        return List.copyOf(targets);
    }

    /** A norm behind the embedding undoes every factor of that, so its own tensors take it. */
    private List<ScaleTarget> inputs() {
        return family.has(Part.INPUT_NORM)
                ? norm(family.name(Part.INPUT_NORM), false)
                : architecture.inputTensors().stream()
                        .map(spec -> new ScaleTarget(spec.name(), 0, false))
                        .toList();
    }

    private List<ScaleTarget> attention(int block) {
        String prefix = architecture.blockPrefix(block);
        if (family.has(Part.ATTENTION_OUTPUT_NORM)) {
            return norm(prefix + family.name(Part.ATTENTION_OUTPUT_NORM), false);
        }
        String name = prefix + family.name(Part.ATTENTION_OUTPUT);
        ScaleTarget weight = new ScaleTarget(name + ".weight", 0, false);
        return architecture.biased().contains(Biased.ATTENTION_OUTPUT)
                ? List.of(weight, new ScaleTarget(name + ".bias", 0, false))
                : List.of(weight);
    }

    private List<ScaleTarget> norm(String name, boolean inverse) {
        NormGain norm = NormGain.of(family, name);
        ScaleTarget weight = new ScaleTarget(norm.weight(), norm.offset(), inverse);
        return norm.bias()
                .map(bias -> List.of(weight, new ScaleTarget(bias, 0, inverse)))
                .orElse(List.of(weight));
    }
}
