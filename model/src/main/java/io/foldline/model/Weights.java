package io.foldline.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.DType;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.model.torch.Nf4;
import io.foldline.model.torch.ScalarType;
import io.foldline.model.torch.TensorLoader;
import io.foldline.model.torch.TorchEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A model's weights, brought in tensor by tensor when first asked for, so that a pass that stops early never reads the
 * blocks behind. Names and shapes are checked at once.
 */
final class Weights implements AutoCloseable {
    private final Checkpoint checkpoint;
    private final Architecture architecture;
    private final List<List<TensorSpec>> blocks;
    private final ScalarType type;
    private final NDManager manager;
    private final TensorLoader loader;
    private final @Nullable Nf4 rounding;
    private final Map<String, NDArray> loaded = new HashMap<>();
    private final @Nullable Weights dense;
    private final Map<String, TensorInfo> replaced;

    /** @throws InputException when a tensor is missing, has another shape than the configuration says, or is a bias or block it
     *     denies */
    Weights(Checkpoint checkpoint, Architecture architecture, ComputeOptions options) {
        this.checkpoint = checkpoint;
        this.architecture = architecture;
        DType stored = requireShape(architecture.inputTensors().get(0)).dtype();
        architecture.inputTensors().forEach(this::requireShape);
        architecture.outputTensors().forEach(this::requireShape);
        Set<String> known = new LinkedHashSet<>();
        // Block by block, so that a configuration of far too many costs no memory.
        blocks = IntStream.range(0, architecture.blocks())
                .mapToObj(block -> {
                    List<TensorSpec> specs = specs(block);
                    specs.forEach(spec -> {
                        requireShape(spec);
                        known.add(spec.name());
                    });
                    return specs;
                })
                .toList();
        known.forEach(name -> refuseUnknownBias(name, known));
        refuseExtraBlocks();
        type = options.dtypeFor(stored);
        manager = TorchEngine.newManager(options.device());
        loader = new TensorLoader();
        rounding = options.nf4() ? new Nf4() : null;
        dense = null;
        replaced = Map.of();
    }

    /** Others with some tensors of the blocks replaced. */
    private Weights(Weights dense, Map<String, TensorInfo> replaced) {
        this.dense = dense;
        this.replaced = replaced;
        checkpoint = dense.checkpoint;
        architecture = dense.architecture;
        blocks = dense.blocks;
        type = dense.type;
        manager = dense.manager.newSubManager();
        loader = dense.loader;
        rounding = dense.rounding;
        replaced.values().forEach(this::requireSameShape);
    }

    /**
     * These weights but for some tensors of the blocks, which are used as they are stored.
     *
     * @throws InputException if one of them differs in shape
     */
    Weights replacing(Map<String, TensorInfo> others) {
        return new Weights(this, others);
    }

    /** Whether these are the weights of another model but for some. */
    boolean isVariant() {
        return dense != null;
    }

    private void requireSameShape(TensorInfo tensor) {
        TensorInfo former = checkpoint.tensor(tensor.name());
        if (!former.shape().equals(tensor.shape())) {
            throw new InputException("%s: tensor '%s' has shape %s, expected %s as in the model"
                    .formatted(tensor.file(), tensor.name(), tensor.shape(), former.shape()));
        }
    }

    NDManager manager() {
        return manager;
    }

    /** The tensors in front of the blocks, in the order of {@link Architecture#inputTensors}. */
    List<NDArray> inputs() throws IOException {
        return all(architecture.inputTensors(), null);
    }

    /** The tensors behind the blocks, in the order of {@link Architecture#outputTensors}. */
    List<NDArray> outputs() throws IOException {
        return all(architecture.outputTensors(), null);
    }

    /** A block's tensors in the order of {@link Architecture#blockTensors}. */
    List<NDArray> block(int block) throws IOException {
        return all(blocks.get(block), rounding);
    }

    /** A matrix that is none of the model's tensors, in the compute dtype; read once under a name. */
    synchronized NDArray extra(String name, TensorInfo tensor) throws IOException {
        @Nullable NDArray known = loaded.get(name);
        if (known != null) {
            return known;
        }
        NDArray read = loader.load(tensor, manager, type);
        loaded.put(name, read);
        return read;
    }

    @Override
    public void close() {
        manager.close();
        if (dense != null) {
            return;
        }
        TorchEngine.releaseMemory(manager.getDevice());
        loader.close();
        if (rounding != null) {
            rounding.close();
        }
    }

    private List<NDArray> all(List<TensorSpec> specs, @Nullable Nf4 rounding) throws IOException {
        List<NDArray> tensors = new ArrayList<>();
        for (TensorSpec spec : specs) {
            tensors.add(get(spec, rounding));
        }
        return tensors;
    }

    private synchronized NDArray get(TensorSpec spec, @Nullable Nf4 rounding) throws IOException {
        @Nullable TensorInfo other = replaced.get(spec.name());
        if (dense != null && other == null) {
            return dense.get(spec, rounding);
        }
        @Nullable NDArray tensor = loaded.get(spec.name());
        if (tensor == null) {
            tensor = loader.load(other == null ? checkpoint.tensor(spec.name()) : other, manager, type);
            if (other == null && rounding != null && spec.shape().size() == 2) {
                try (NDArray exact = tensor) {
                    tensor =
                            rounding.round(manager, exact, architecture.family().transposed());
                }
            }
            loaded.put(spec.name(), tensor);
        }
        return tensor;
    }

    private List<TensorSpec> specs(int block) {
        String prefix = architecture.blockPrefix(block);
        return architecture.blockTensors(block).stream()
                .map(spec -> new TensorSpec(prefix + spec.name(), spec.shape()))
                .toList();
    }

    private TensorInfo requireShape(TensorSpec spec) {
        TensorInfo info = checkpoint.tensor(spec.name());
        if (!info.shape().equals(spec.shape())) {
            throw new InputException("%s: tensor '%s' has shape %s, expected %s by config.json; one of the two is wrong"
                    .formatted(info.file(), spec.name(), info.shape(), spec.shape()));
        }
        return info;
    }

    private void refuseUnknownBias(String weight, Set<String> known) {
        String bias = weight.replaceFirst("\\.weight$", ".bias");
        if (!known.contains(bias) && checkpoint.tensors().containsKey(bias)) {
            throw new InputException("%s: tensor '%s' is there, but config.json says that the layer has no bias"
                    .formatted(checkpoint.path(), bias));
        }
    }

    /** Left where they are, they would end up beside renumbered blocks. */
    private void refuseExtraBlocks() {
        String prefix = architecture.blockPrefix();
        for (String name : checkpoint.tensors().keySet()) {
            if (name.startsWith(prefix + architecture.blocks() + ".")) {
                throw new InputException("%s: tensor '%s' is there, but config.json says that there are %d blocks"
                        .formatted(checkpoint.path(), name, architecture.blocks()));
            }
        }
    }
}
