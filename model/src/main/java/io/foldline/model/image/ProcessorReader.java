package io.foldline.model.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the settings of an image processor; refuses what would give other values than transformers gives. */
final class ProcessorReader {
    private static final Size USUAL_CROP = new Size(224, 224);

    private static final Set<String> READ = Set.of(
            "do_resize",
            "size",
            "resample",
            "default_to_square",
            "do_center_crop",
            "crop_size",
            "do_rescale",
            "rescale_factor",
            "do_normalize",
            "image_mean",
            "image_std");

    /** They do not change the values; pictures are always made RGB. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "image_processor_type",
            "feature_extractor_type",
            "processor_class",
            "do_convert_rgb",
            "data_format",
            "input_data_format",
            "return_tensors",
            "device",
            "disable_grouping",
            "image_seq_length",
            "pad_size",
            "use_fast",
            "_valid_processor_keys");

    private final String name;
    private final JsonNode settings;
    private final ProcessorKind kind;

    ProcessorReader(String name, JsonNode settings, String modelType) {
        this.name = name;
        this.settings = settings;
        this.kind = kind(name, settings, modelType);
    }

    private static ProcessorKind kind(String name, JsonNode settings, String modelType) {
        for (String key : List.of("image_processor_type", "feature_extractor_type")) {
            if (settings.hasNonNull(key)) {
                String found = settings.get(key).asText();
                return ProcessorKind.ofClass(found)
                        .orElseThrow(() -> new InputException("%s: %s is %s, which is not supported; supported: %s"
                                .formatted(name, key, found, String.join(", ", ProcessorKind.names()))));
            }
        }
        return ProcessorKind.ofModel(modelType)
                .orElseThrow(() -> new InputException("%s: no image_processor_type; expected one of %s"
                        .formatted(name, String.join(", ", ProcessorKind.names()))));
    }

    ImageProcessing read() {
        refuseUnknown();
        boolean normalized = flag("do_normalize", true);
        return new ImageProcessing(
                flag("do_resize", true) ? resize() : null,
                flag("do_center_crop", kind.crops()) ? crop() : null,
                flag("do_rescale", true) ? number("rescale_factor", 1 / 255.0) : 1,
                normalized ? channels("image_mean", kind.means()) : Collections.nCopies(Picture.CHANNELS, 0.0),
                normalized ? channels("image_std", kind.deviations()) : Collections.nCopies(Picture.CHANNELS, 1.0));
    }

    private void refuseUnknown() {
        settings.properties().forEach(setting -> {
            boolean idle = setting.getValue().isNull()
                    || (setting.getValue().isBoolean() && !setting.getValue().asBoolean());
            if (!READ.contains(setting.getKey()) && !WITHOUT_EFFECT.contains(setting.getKey()) && !idle) {
                throw new InputException("%s: %s is %s, which is not supported for %s"
                        .formatted(
                                name,
                                setting.getKey(),
                                setting.getValue(),
                                kind.classes().get(0)));
            }
        });
    }

    private Resize resize() {
        Kernel kernel = kernel();
        if (!settings.hasNonNull("size")) {
            return kind.resize() instanceof Resize.Exact exact
                    ? new Resize.Exact(exact.size(), kernel)
                    : new Resize.ShortestEdge(224, kernel);
        }
        JsonNode size = settings.get("size");
        if (size.isObject() && size.size() == 1 && size.has("shortest_edge")) {
            return new Resize.ShortestEdge(length("size", size.get("shortest_edge")), kernel);
        }
        if (size.isNumber() && !flag("default_to_square", kind.square())) {
            return new Resize.ShortestEdge(length("size", size), kernel);
        }
        return new Resize.Exact(size("size", size), kernel);
    }

    private Kernel kernel() {
        JsonNode resample = settings.path("resample");
        if (resample.isMissingNode() || resample.isNull()) {
            return kind.resize().kernel();
        }
        return Arrays.stream(Kernel.values())
                .filter(kernel -> resample.isInt() && kernel.code() == resample.asInt())
                .findFirst()
                .orElseThrow(() -> unusable("resample", "0 (nearest), 2 (bilinear) or 3 (bicubic)"));
    }

    private Size crop() {
        return settings.hasNonNull("crop_size") ? size("crop_size", settings.get("crop_size")) : USUAL_CROP;
    }

    private Size size(String key, JsonNode size) {
        if (size.isNumber()) {
            return new Size(length(key, size), length(key, size));
        }
        if (size.isArray() && size.size() == 2) {
            return new Size(length(key, size.get(0)), length(key, size.get(1)));
        }
        if (size.isObject() && size.size() == 2 && size.has("height") && size.has("width")) {
            return new Size(length(key, size.get("height")), length(key, size.get("width")));
        }
        throw unusable(key, key.equals("size") ? "height and width, or shortest_edge" : "height and width");
    }

    private int length(String key, JsonNode value) {
        if (!value.canConvertToExactIntegral() || !value.canConvertToInt() || value.asInt() < 1) {
            throw unusable(key, "whole numbers of pixels above 0");
        }
        return value.asInt();
    }

    private List<Double> channels(String key, List<Double> otherwise) {
        JsonNode value = settings.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        List<Double> numbers = new ArrayList<>();
        for (int channel = 0; channel < Picture.CHANNELS; channel++) {
            @Nullable JsonNode number = value.isNumber() ? value : value.get(channel);
            if (number == null || !number.isNumber() || value.size() > Picture.CHANNELS) {
                throw unusable(key, "a number or one a channel");
            }
            numbers.add(number.asDouble());
        }
        if (key.equals("image_std") && numbers.contains(0.0)) {
            throw unusable(key, "numbers other than 0");
        }
        return numbers;
    }

    private double number(String key, double otherwise) {
        if (!settings.hasNonNull(key)) {
            return otherwise;
        }
        if (!settings.get(key).isNumber()) {
            throw unusable(key, "a number");
        }
        return settings.get(key).asDouble();
    }

    private boolean flag(String key, boolean otherwise) {
        if (!settings.hasNonNull(key)) {
            return otherwise;
        }
        if (!settings.get(key).isBoolean()) {
            throw unusable(key, "true or false");
        }
        return settings.get(key).asBoolean();
    }

    private InputException unusable(String key, String expected) {
        return new InputException("%s: %s must be %s, found %s".formatted(name, key, expected, settings.get(key)));
    }
}
