package io.foldline.model.image;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The image processors that are known, with what holds where their settings are silent. */
enum ProcessorKind {
    CLIP(
            "clip",
            List.of("CLIPImageProcessor", "CLIPImageProcessorFast", "CLIPImageProcessorPil", "CLIPFeatureExtractor"),
            new Resize.ShortestEdge(224, Kernel.BICUBIC),
            true,
            List.of(0.48145466, 0.4578275, 0.40821073),
            List.of(0.26862954, 0.26130258, 0.27577711)),
    VIT(
            "vit",
            List.of("ViTImageProcessor", "ViTImageProcessorFast", "ViTImageProcessorPil", "ViTFeatureExtractor"),
            new Resize.Exact(new Size(224, 224), Kernel.BILINEAR),
            false,
            List.of(0.5, 0.5, 0.5),
            List.of(0.5, 0.5, 0.5));

    private final String modelType;
    private final List<String> classes;
    private final Resize resize;
    private final boolean crops;
    private final List<Double> means;
    private final List<Double> deviations;

    ProcessorKind(
            String modelType,
            List<String> classes,
            Resize resize,
            boolean crops,
            List<Double> means,
            List<Double> deviations) {
        this.modelType = modelType;
        this.classes = classes;
        this.resize = resize;
        this.crops = crops;
        this.means = means;
        this.deviations = deviations;
    }

    /** The one of a class of transformers. */
    static Optional<ProcessorKind> ofClass(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.classes.contains(name))
                .findFirst();
    }

    /** The one of a model whose settings name no class. */
    static Optional<ProcessorKind> ofModel(String modelType) {
        return Arrays.stream(values())
                .filter(kind -> kind.modelType.equals(modelType))
                .findFirst();
    }

    /** Every known class, as transformers 5 names them. */
    static List<String> names() {
        return Arrays.stream(values()).map(kind -> kind.classes.get(0)).toList();
    }

    /** How pictures are resized, if they are. */
    Resize resize() {
        return resize;
    }

    /** Whether a size that is one number means a square, not the shorter edge. */
    boolean square() {
        return resize instanceof Resize.Exact;
    }

    /** Whether the middle is cut out. */
    boolean crops() {
        return crops;
    }

    List<Double> means() {
        return means;
    }

    List<Double> deviations() {
        return deviations;
    }
}
