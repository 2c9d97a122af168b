package io.foldline.model;

/** TorchScript of the maps and norms of a block, by their part; {@code w} is the list of its tensors. */
final class PartSource {
    private final Family family;
    private final BlockTensors tensors;

    PartSource(Architecture architecture, BlockTensors tensors) {
        family = architecture.family();
        this.tensors = tensors;
    }

    /** A norm of {@code x}; {@code x} itself where the family has no such norm. */
    String norm(String x, Part part) {
        if (!tensors.has(part)) {
            return x;
        }
        int bias = tensors.bias(part);
        return "self.norm(%s, w[%d]%s)".formatted(x, tensors.weight(part), bias < 0 ? "" : ", w[" + bias + "]");
    }

    String linear(String x, Part part) {
        int bias = tensors.bias(part);
        boolean stored = family.transposed() && part != Part.ROUTER;
        return "torch.linear(%s, w[%d]%s%s)"
                .formatted(x, tensors.weight(part), stored ? ".t()" : "", bias < 0 ? "" : ", w[" + bias + "]");
    }
}
