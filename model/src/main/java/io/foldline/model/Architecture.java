package io.foldline.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a checkpoint's {@code config.json} says that its tensors are and how they are computed with: pure data, no
 * tensor is read. Blocks are counted from 0.
 *
 * @param family how it is spelled, and the kinds of its parts
 * @param blocks number of decoder blocks
 * @param width hidden size
 * @param innerWidth inner size of the MLP
 * @param heads query heads
 * @param keyValueHeads divides {@code heads}
 * @param headWidth size of one head; {@code heads * headWidth} need not be {@code width}
 * @param vocabulary number of token ids
 * @param maxPositions longest sequence, in tokens
 * @param tiedHead the output head is the embedding
 */
public record Architecture(
        Family family,
        int blocks,
        int width,
        int innerWidth,
        int heads,
        int keyValueHeads,
        int headWidth,
        int vocabulary,
        int maxPositions,
        double normEpsilon,
        Activation activation,
        Rope rope,
        boolean attentionBias,
        boolean mlpBias,
        boolean tiedHead) {

    /**
     * Reads the architecture out of a configuration, in the spelling of transformers 5 or of the releases before.
     *
     * @param config content of {@code config.json}
     * @throws InputException when the family is not known (the message lists those that are), a key is missing or
     *     unusable, or the configuration asks for a computation that is not implemented
     */
    public static Architecture of(JsonNode config) {
        return ArchitectureReader.read(ConfigReader.of(config));
    }

    /** Every known {@code model_type}. */
    public static List<String> known() {
        return Families.names();
    }

    /** {@code model_type} of the configuration. */
    public String modelType() {
        return family.modelType();
    }

    /** What precedes a block's number in its tensors' names, for instance {@code model.layers.}. */
    public String blockPrefix() {
        return family.tensors().blockPrefix();
    }

    /** What a block's tensors start with, for instance {@code model.layers.3.}. */
    public String blockPrefix(int block) {
        return blockPrefix() + block + ".";
    }

    /** Configuration key of the number of blocks. */
    public String blockCountKey() {
        return family.keys().blocks();
    }

    /** Configuration keys whose value, where present, is a list with one entry a block. */
    public List<String> perLayerKeys() {
        return family.perLayerKeys();
    }

    /** The tensors of a block that take a transform. */
    public FoldTargets foldTargets(int block) {
        String down = blockPrefix(block) + family.tensors().down();
        return new FoldTargets(List.of(down + ".weight"), mlpBias ? List.of(down + ".bias") : List.of());
    }

    /** A block's tensors, named without the block's prefix, in the order in which its forward pass takes them. */
    List<TensorSpec> blockTensors() {
        TensorNames names = family.tensors();
        long queries = (long) heads * headWidth;
        long keys = (long) keyValueHeads * headWidth;
        List<TensorSpec> specs = new ArrayList<>();
        specs.add(TensorSpec.of(names.attentionNorm() + ".weight", width));
        addLinear(specs, names.query(), queries, width, attentionBias);
        addLinear(specs, names.key(), keys, width, attentionBias);
        addLinear(specs, names.value(), keys, width, attentionBias);
        addLinear(specs, names.attentionOutput(), width, queries, attentionBias);
        specs.add(TensorSpec.of(names.mlpNorm() + ".weight", width));
        addLinear(specs, names.gate(), innerWidth, width, mlpBias);
        addLinear(specs, names.up(), innerWidth, width, mlpBias);
        addLinear(specs, names.down(), width, innerWidth, mlpBias);
        return List.copyOf(specs);
    }

    /** Number of weights in all blocks; a token costs twice as many floating-point operations, attention left aside. */
    public long blockParameters() {
        return blocks
                * blockTensors().stream()
                        .mapToLong(spec -> spec.shape().stream().reduce(1L, Math::multiplyExact))
                        .sum();
    }

    /** Number of weights in the output head. */
    public long headParameters() {
        return (long) vocabulary * width;
    }

    TensorSpec embedding() {
        return TensorSpec.of(family.tensors().embedding() + ".weight", vocabulary, width);
    }

    TensorSpec finalNorm() {
        return TensorSpec.of(family.tensors().finalNorm() + ".weight", width);
    }

    /** The output head: the embedding where tied. */
    TensorSpec head() {
        return tiedHead ? embedding() : TensorSpec.of(family.tensors().head() + ".weight", vocabulary, width);
    }

    private static void addLinear(List<TensorSpec> specs, String name, long outputs, long inputs, boolean bias) {
        specs.add(TensorSpec.of(name + ".weight", outputs, inputs));
        if (bias) {
            specs.add(TensorSpec.of(name + ".bias", outputs));
        }
    }
}
