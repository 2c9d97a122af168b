package io.foldline.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.model.Family.Biased;
import io.foldline.model.FoldTarget.How;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint's {@code config.json} says that its tensors are and how they are computed with: pure data, no
 * tensor is read. Blocks are counted from 0.
 *
 * @param family how it is spelled, and the kinds of its parts
 * @param width hidden size
 * @param innerWidth inner size of an MLP without experts
 * @param vocabulary number of token ids; 0 where tokens are those of images
 * @param outputs number of values that the head gives for a token
 * @param maxPositions longest sequence, in tokens
 * @param patches how images are cut into tokens; null where tokens are those of texts
 * @param experts null where every MLP is one
 * @param parallel attention and MLP both read what goes into the block
 * @param biased linear layers that have a bias
 * @param tiedHead the output head is the embedding
 * @param ropes rotary embeddings of the blocks
 * @param kinds what kind each block is of
 */
public record Architecture(
        Family family,
        int width,
        int innerWidth,
        int vocabulary,
        int outputs,
        int maxPositions,
        @Nullable Patches patches,
        double normEpsilon,
        Activation activation,
        Attention attention,
        @Nullable Experts experts,
        Scales scales,
        boolean parallel,
        Set<Biased> biased,
        boolean tiedHead,
        List<Rope> ropes,
        List<BlockKind> kinds) {

    /**
     * Reads the architecture out of a configuration, in the spelling of transformers 5 or of the releases before.
     *
     * @param config content of {@code config.json}
     * @throws InputException when the family is not known (the message lists those that are), a key is missing or
     *     unusable, or the configuration asks for a computation that is not implemented
     */
    public static Architecture of(JsonNode config) {
        return ArchitectureReader.read(config);
    }

    /**
     * Reads the architecture of a checkpoint. Some families' checkpoints may leave out how the names of all tensors start;
     * the tensors that are there tell.
     *
     * @throws InputException as {@link #of(JsonNode)}
     */
    public static Architecture of(Checkpoint checkpoint) {
        Architecture architecture = of(checkpoint.config().json());
        String prefix = architecture.family.optionalPrefix();
        boolean whole =
                prefix.isEmpty() || checkpoint.tensors().keySet().stream().anyMatch(name -> name.startsWith(prefix));
        return whole ? architecture : architecture.with(architecture.family.withoutPrefix());
    }

    /**
     * Reads the tower of texts beside that of images.
     *
     * @return empty if the model has none
     * @throws InputException as {@link #of(JsonNode)}
     */
    public static Optional<Architecture> textTower(JsonNode config) {
        return ArchitectureReader.readTextTower(config);
    }

    /** Every known {@code model_type}. */
    public static List<String> known() {
        return Families.names();
    }

    /** {@code model_type} of the configuration. */
    public String modelType() {
        return family.modelType();
    }

    /** Number of blocks. */
    public int blocks() {
        return kinds.size();
    }

    /** What precedes a block's number in its tensors' names, for instance {@code model.layers.}. */
    public String blockPrefix() {
        return family.name(Part.BLOCK) + ".";
    }

    /** What a block's tensors start with, for instance {@code model.layers.3.}. */
    public String blockPrefix(int block) {
        return blockPrefix() + block + ".";
    }

    /**
     * What the configuration of a model says that keeps some of the blocks: their number, and whatever it says block by
     * block.
     *
     * @param dense configuration of the model with all blocks
     * @param kept numbers of the blocks that stay, ascending
     * @return values by key
     * @throws InputException if a list with one entry a block has another number of entries
     */
    public Map<String, JsonNode> keeping(JsonNode dense, List<Integer> kept) {
        ConfigSection section = new ConfigSection(family.section());
        Map<String, JsonNode> settings = new KeptBlocks(this, section.of(ConfigReader.of(dense))).settings(kept);
        return section.with(dense, settings);
    }

    /**
     * Checks that consecutive blocks compute the same, but for the values of their tensors.
     *
     * @throws InputException if one is of another kind than the first
     */
    public void requireAlike(int first, int last) {
        for (int block = first; block <= last; block++) {
            if (!kinds.get(block).equals(kinds.get(first))) {
                throw new InputException(
                        "block %d of model_type %s is of another kind than block %d (attention, rotation or experts), so the two cannot be merged; choose another cut, or another method."
                                .formatted(block, modelType(), first));
            }
        }
    }

    /** The tensors of a block that take a transform of what its MLP adds to the residual stream. */
    public List<FoldTarget> foldTargets(int block) {
        String prefix = blockPrefix(block);
        if (family.has(Part.MLP_OUTPUT_NORM)) {
            How gain = family.norm() == Family.Norm.RMS_UNIT_OFFSET ? How.GAIN_MINUS_ONE : How.GAIN;
            return List.of(new FoldTarget(prefix + family.name(Part.MLP_OUTPUT_NORM) + ".weight", gain));
        }
        How weights = family.transposed() ? How.TRANSPOSED_OUTPUTS : How.OUTPUTS;
        List<FoldTarget> targets = new ArrayList<>();
        for (String down : BlockTensors.of(this, kinds.get(block)).downs()) {
            targets.add(new FoldTarget(prefix + down + ".weight", weights));
            if (biased.contains(Biased.MLP)) {
                targets.add(new FoldTarget(prefix + down + ".bias", How.OUTPUTS));
            }
        }
        return List.copyOf(targets);
    }

    /** Queries, keys and values of a block; empty where no norm comes before them. */
    public Optional<LinearMaps> attentionInputs(int block) {
        return inputs(block, Part.ATTENTION_NORM, List.of(Part.QUERY, Part.KEY, Part.VALUE, Part.QUERY_KEY_VALUE));
    }

    /** The output projection of a block's attention; empty where a norm comes behind it. */
    public Optional<LinearMaps> attentionOutput(int block) {
        return family.has(Part.ATTENTION_OUTPUT_NORM)
                ? Optional.empty()
                : Optional.of(output(block, Part.ATTENTION_OUTPUT, Biased.ATTENTION_OUTPUT, attention.queryWidth()));
    }

    /** The first maps of a block's MLP; empty where no norm comes before them, or there are experts. */
    public Optional<LinearMaps> mlpInputs(int block) {
        return kinds.get(block).sparse()
                ? Optional.empty()
                : inputs(block, Part.MLP_NORM, List.of(Part.GATE, Part.UP, Part.GATE_UP));
    }

    /** The last map of a block's MLP; empty where a norm comes behind it, or there are experts. */
    public Optional<LinearMaps> mlpOutput(int block) {
        return family.has(Part.MLP_OUTPUT_NORM) || kinds.get(block).sparse()
                ? Optional.empty()
                : Optional.of(output(block, Part.DOWN, Biased.MLP, innerWidth));
    }

    /**
     * The norm in front of the head; empty where there is no head that gives probabilities of tokens, or its logits are
     * bounded.
     */
    public Optional<NormGain> readout() {
        if (patches != null || outputs != vocabulary || scales.logitSoftcap() > 0) {
            return Optional.empty();
        }
        return Optional.of(NormGain.of(family, family.name(Part.FINAL_NORM)));
    }

    private Optional<LinearMaps> inputs(int block, Part norm, List<Part> parts) {
        if (!family.has(norm)) {
            return Optional.empty();
        }
        BlockTensors tensors = BlockTensors.of(this, kinds.get(block));
        List<String> weights = parts.stream()
                .filter(tensors::has)
                .map(part -> blockPrefix(block) + family.name(part) + ".weight")
                .toList();
        return Optional.of(new LinearMaps(weights, Optional.empty(), width, family.transposed(), 1));
    }

    private LinearMaps output(int block, Part part, Biased bias, int inputs) {
        String name = blockPrefix(block) + family.name(part);
        return new LinearMaps(
                List.of(name + ".weight"),
                biased.contains(bias) ? Optional.of(name + ".bias") : Optional.empty(),
                inputs,
                family.transposed(),
                scales.residual());
    }

    /** Number of weights that a token meets in all blocks; it costs twice as many floating-point operations. */
    public long blockParameters() {
        return kinds.stream()
                .mapToLong(kind -> BlockTensors.of(this, kind).parametersMet())
                .sum();
    }

    /** Number of weights in the output head. */
    public long headParameters() {
        return (long) outputs * width;
    }

    /** Number of the kind that a block is of: blocks of one kind have tensors of the same shapes and compute the same. */
    public int kind(int block) {
        return distinctKinds().indexOf(kinds.get(block));
    }

    /** The kinds that there are, in the order in which they first occur. */
    List<BlockKind> distinctKinds() {
        return kinds.stream().distinct().toList();
    }

    /** The windows of the kinds, see {@link BlockKind#window}, in the order in which they first occur. */
    List<Integer> windows() {
        return kinds.stream().map(BlockKind::window).distinct().toList();
    }

    /** The tensors of a block, in the order in which its forward pass takes them. */
    List<TensorSpec> blockTensors(int block) {
        return BlockTensors.of(this, kinds.get(block)).specs();
    }

    /** How images are cut into tokens, for a vision model. */
    Patches requiredPatches() {
        return Objects.requireNonNull(patches, "a model of texts has no patches");
    }

    /** The tensors that make of the input what goes into the first block. */
    List<TensorSpec> inputTensors() {
        return InputTensors.of(this).specs();
    }

    /** The tensors that turn what comes out of the last block into logits: norm and head, each with its bias if it has one. */
    List<TensorSpec> outputTensors() {
        List<TensorSpec> specs = new ArrayList<>();
        specs.add(TensorSpec.of(family.name(Part.FINAL_NORM) + ".weight", width));
        if (family.norm() == Family.Norm.LAYER) {
            specs.add(TensorSpec.of(family.name(Part.FINAL_NORM) + ".bias", width));
        }
        specs.add(tiedHead ? inputTensors().get(0) : TensorSpec.of(family.name(Part.HEAD) + ".weight", outputs, width));
        if (biased.contains(Biased.HEAD)) {
            specs.add(TensorSpec.of(family.name(Part.HEAD) + ".bias", outputs));
        }
        return specs;
    }

    private Architecture with(Family other) {
        return new Architecture(
                other,
                width,
                innerWidth,
                vocabulary,
                outputs,
                maxPositions,
                patches,
                normEpsilon,
                activation,
                attention,
                experts,
                scales,
                parallel,
                biased,
                tiedHead,
                ropes,
                kinds);
    }
}
