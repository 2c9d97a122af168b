package io.foldline.model;

import io.foldline.model.Family.Biased;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The tensors in front of the first block, in the order in which the forward pass takes them. */
final class InputTensors {
    private final Architecture architecture;
    private final Family family;
    private final List<TensorSpec> specs = new ArrayList<>();
    private final Map<Part, Integer> weights = new EnumMap<>(Part.class);
    private final Map<Part, Integer> biases = new EnumMap<>(Part.class);

    private InputTensors(Architecture architecture) {
        this.architecture = architecture;
        this.family = architecture.family();
    }

    static InputTensors of(Architecture architecture) {
        InputTensors tensors = new InputTensors(architecture);
        Patches patches = architecture.patches();
        if (patches == null) {
            tensors.addTokens();
        } else {
            tensors.addImages(patches);
        }
        return tensors;
    }

    List<TensorSpec> specs() {
        return List.copyOf(specs);
    }

    /** Where in the list the weight of a part is. */
    int weight(Part part) {
        return Objects.requireNonNull(weights.get(part), part.name());
    }

    /** Where in the list the bias of a part is; -1 if it has none. */
    int bias(Part part) {
        return biases.getOrDefault(part, -1);
    }

    private void addTokens() {
        add(weights, Part.EMBEDDING, ".weight", architecture.vocabulary(), architecture.width());
        if (family.has(Part.POSITIONS)) {
            long rows = (long) architecture.maxPositions() + family.positionOffset();
            add(weights, Part.POSITIONS, ".weight", rows, architecture.width());
        }
    }

    private void addImages(Patches patches) {
        long width = architecture.width();
        add(weights, Part.PATCHES, ".weight", width, Patches.CHANNELS, patches.patchSize(), patches.patchSize());
        if (architecture.biased().contains(Biased.PATCHES)) {
            add(biases, Part.PATCHES, ".bias", width);
        }
        if (family.batchedEmbeddings()) {
            add(weights, Part.CLASS_TOKEN, "", 1, 1, width);
            add(weights, Part.POSITIONS, "", 1, patches.tokens(), width);
        } else {
            add(weights, Part.CLASS_TOKEN, "", width);
            add(weights, Part.POSITIONS, "", patches.tokens(), width);
        }
        if (family.has(Part.INPUT_NORM)) {
            add(weights, Part.INPUT_NORM, ".weight", width);
            add(biases, Part.INPUT_NORM, ".bias", width);
        }
    }

    private void add(Map<Part, Integer> places, Part part, String ending, long... shape) {
        places.put(part, specs.size());
        specs.add(TensorSpec.of(family.name(part) + ending, shape));
    }
}
