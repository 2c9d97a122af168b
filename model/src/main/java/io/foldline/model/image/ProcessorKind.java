package io.foldline.model.image;

import java.util.List;
import java.util.Optional;

/**
 * An image processor that is known, with what holds where its settings are silent.
 *
 * @param modelType {@code model_type} of the models that use it
 * @param classes names of its classes in transformers, the current one first
 * @param resize how pictures are resized, if they are
 * @param crops whether the middle is cut out
 * @param means by channel
 * @param deviations by channel
 */
record ProcessorKind(
        String modelType,
        List<String> classes,
        Resize resize,
        boolean crops,
        List<Double> means,
        List<Double> deviations) {
    private static final List<ProcessorKind> ALL = List.of(
            new ProcessorKind(
                    "clip",
                    List.of(
                            "CLIPImageProcessor",
                            "CLIPImageProcessorFast",
                            "CLIPImageProcessorPil",
                            "CLIPFeatureExtractor"),
                    new Resize.ShortestEdge(224, Kernel.BICUBIC),
                    true,
                    List.of(0.48145466, 0.4578275, 0.40821073),
                    List.of(0.26862954, 0.26130258, 0.27577711)),
            new ProcessorKind(
                    "vit",
                    List.of(
                            "ViTImageProcessor",
                            "ViTImageProcessorFast",
                            "ViTImageProcessorPil",
                            "ViTFeatureExtractor"),
                    new Resize.Exact(new Size(224, 224), Kernel.BILINEAR),
                    false,
                    List.of(0.5, 0.5, 0.5),
                    List.of(0.5, 0.5, 0.5)));

    /** The one of a class of transformers. */
    static Optional<ProcessorKind> ofClass(String name) {
        return ALL.stream().filter(kind -> kind.classes.contains(name)).findFirst();
    }

    /** The one of a model whose settings name no class. */
    static Optional<ProcessorKind> ofModel(String modelType) {
        return ALL.stream().filter(kind -> kind.modelType.equals(modelType)).findFirst();
    }

    /** Every known class, as transformers 5 names them. */
    static List<String> names() {
        return ALL.stream().map(kind -> kind.classes.get(0)).toList();
    }

    /** Whether a size that is one number means a square, not the shorter edge. */
    boolean square() {
        return resize instanceof Resize.Exact;
    }
}
