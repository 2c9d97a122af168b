package io.foldline.model;

import io.foldline.model.Family.Biased;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The tensors of a block of one kind, named without the block's prefix, in the order in which its forward pass takes them.
 * Experts come last: gate, up and down of each, one expert after the other.
 */
final class BlockTensors {
    private final Architecture architecture;
    private final Family family;
    private final List<TensorSpec> specs = new ArrayList<>();
    private final Map<Part, Integer> weights = new EnumMap<>(Part.class);
    private final Map<Part, Integer> biases = new EnumMap<>(Part.class);
    private final List<String> downs = new ArrayList<>();
    private int firstExpert;

    private BlockTensors(Architecture architecture) {
        this.architecture = architecture;
        this.family = architecture.family();
    }

    static BlockTensors of(Architecture architecture, BlockKind kind) {
        BlockTensors tensors = new BlockTensors(architecture);
        tensors.addAttention();
        if (kind.sparse()) {
            tensors.addExperts(Objects.requireNonNull(architecture.experts(), "experts"));
        } else {
            tensors.addMlp();
        }
        return tensors;
    }

    List<TensorSpec> specs() {
        return List.copyOf(specs);
    }

    /** The layers whose outputs add up to that of the MLP, without {@code .weight}. */
    List<String> downs() {
        return List.copyOf(downs);
    }

    boolean has(Part part) {
        return weights.containsKey(part);
    }

    /** Where in the list the weight of a part is. */
    int weight(Part part) {
        return Objects.requireNonNull(weights.get(part), part.name());
    }

    /** Where in the list the bias of a part is; -1 if it has none. */
    int bias(Part part) {
        return biases.getOrDefault(part, -1);
    }

    /** Where in the list the first tensor of the first expert is. */
    int firstExpert() {
        return firstExpert;
    }

    /** Number of weights that a token meets. */
    long parametersMet() {
        long all = parameters(0, specs.size());
        Experts experts = architecture.experts();
        if (firstExpert == 0 || experts == null) {
            return all;
        }
        long inExperts = parameters(firstExpert, specs.size());
        return all - inExperts + inExperts / experts.count() * experts.perToken();
    }

    private long parameters(int first, int end) {
        return specs.subList(first, end).stream()
                .mapToLong(spec -> spec.shape().stream().reduce(1L, Math::multiplyExact))
                .sum();
    }

    private void addAttention() {
        Attention attention = architecture.attention();
        int width = architecture.width();
        addNorm(Part.ATTENTION_NORM, width);
        int queries = attention.queryWidth();
        int keys = attention.keyWidth();
        if (family.has(Part.QUERY_KEY_VALUE)) {
            addLinear(Part.QUERY_KEY_VALUE, queries + 2L * keys, width, Biased.ATTENTION);
        } else {
            addLinear(Part.QUERY, queries, width, Biased.ATTENTION);
            addLinear(Part.KEY, keys, width, Biased.ATTENTION);
            addLinear(Part.VALUE, keys, width, Biased.ATTENTION);
        }
        boolean byHead = family.queryKeyNorm() == Family.QueryKeyNorm.HEAD;
        addNorm(Part.QUERY_NORM, byHead ? attention.headWidth() : queries);
        addNorm(Part.KEY_NORM, byHead ? attention.headWidth() : keys);
        addLinear(Part.ATTENTION_OUTPUT, width, queries, Biased.ATTENTION_OUTPUT);
        addNorm(Part.ATTENTION_OUTPUT_NORM, width);
        if (family.has(Part.MLP_NORM) && !sharesNorm(architecture)) {
            addNorm(Part.MLP_NORM, width);
        }
        addNorm(Part.MLP_OUTPUT_NORM, width);
    }

    /** Whether attention and MLP read the same norm. */
    static boolean sharesNorm(Architecture architecture) {
        Family family = architecture.family();
        return family.has(Part.MLP_NORM)
                && family.has(Part.ATTENTION_NORM)
                && family.name(Part.MLP_NORM).equals(family.name(Part.ATTENTION_NORM));
    }

    private void addMlp() {
        int width = architecture.width();
        int inner = architecture.innerWidth();
        if (family.has(Part.GATE_UP)) {
            addLinear(Part.GATE_UP, 2L * inner, width, Biased.MLP);
        } else {
            if (family.has(Part.GATE)) {
                addLinear(Part.GATE, inner, width, Biased.MLP);
            }
            addLinear(Part.UP, inner, width, Biased.MLP);
        }
        addLinear(Part.DOWN, width, inner, Biased.MLP);
        downs.add(family.name(Part.DOWN));
    }

    private void addExperts(Experts experts) {
        int width = architecture.width();
        addWeight(Part.ROUTER, family.name(Part.ROUTER), experts.count(), width);
        if (experts.sharedWidth() > 0) {
            String shared = family.name(Part.SHARED_EXPERT) + ".";
            addWeight(Part.GATE, shared + family.name(Part.EXPERT_GATE), experts.sharedWidth(), width);
            addWeight(Part.UP, shared + family.name(Part.EXPERT_UP), experts.sharedWidth(), width);
            addWeight(Part.DOWN, shared + family.name(Part.EXPERT_DOWN), width, experts.sharedWidth());
            addWeight(Part.SHARED_EXPERT_GATE, family.name(Part.SHARED_EXPERT_GATE), 1, width);
            downs.add(shared + family.name(Part.EXPERT_DOWN));
        }
        firstExpert = specs.size();
        for (int expert = 0; expert < experts.count(); expert++) {
            String prefix = family.name(Part.EXPERT) + "." + expert + ".";
            add(prefix + family.name(Part.EXPERT_GATE) + ".weight", experts.innerWidth(), width);
            add(prefix + family.name(Part.EXPERT_UP) + ".weight", experts.innerWidth(), width);
            add(prefix + family.name(Part.EXPERT_DOWN) + ".weight", width, experts.innerWidth());
            downs.add(prefix + family.name(Part.EXPERT_DOWN));
        }
    }

    private void addNorm(Part part, long width) {
        if (family.has(part)) {
            addWeight(part, family.name(part), width);
            if (family.norm() == Family.Norm.LAYER) {
                addBias(part, family.name(part), width);
            }
        }
    }

    private void addLinear(Part part, long outputs, long inputs, Biased biased) {
        String name = family.name(part);
        if (family.transposed()) {
            addWeight(part, name, inputs, outputs);
        } else {
            addWeight(part, name, outputs, inputs);
        }
        if (architecture.biased().contains(biased)) {
            addBias(part, name, outputs);
        }
    }

    private void addWeight(Part part, String name, long... shape) {
        weights.put(part, specs.size());
        add(name + ".weight", shape);
    }

    private void addBias(Part part, String name, long width) {
        biases.put(part, specs.size());
        add(name + ".bias", width);
    }

    private void add(String name, long... shape) {
        specs.add(TensorSpec.of(name, shape));
    }
}
