package io.foldline.cli.show;

import io.foldline.event.Calibration;
import io.foldline.event.Compatibility;
import io.foldline.event.CutPolicy;
import io.foldline.event.Ridge;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.TextSource;
import io.foldline.passes.Plans;
import io.foldline.pruning.DropAmount;
import io.foldline.pruning.PruningMethods;
import io.foldline.storage.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A request as named settings in words. */
public final class RequestTable {
    private RequestTable() {}

    /** Setting by name, in the order in which they are read best. */
    public static Map<String, String> of(RunRequested request) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("model", path(request.getModel()));
        rows.put("output", path(request.getOutput()));
        rows.put("asked for", request.getCuts().isEmpty() ? drop(request) : cuts(request));
        if (request.getCuts().isEmpty()) {
            rows.put("selector", request.getSelector().getName());
        }
        if (request.getCutPolicy() == CutPolicy.SEQUENTIAL) {
            rows.put("several cuts", "each calibrated with the folds in front of it");
        } else if (PruningMethods.named(request.getMethod().getName()).transforms()
                && (request.getCutCount() > 1 || request.getCuts().size() > 1)) {
            rows.put("several cuts", "all calibrated on the dense model");
        }
        rows.put("method", request.getMethod().getName());
        rows.put("ridge", ridge(request.getMethod().getRidge()));
        if (request.getTimeBudget() > 0) {
            rows.put("time budget", request.getTimeBudget() + " seconds");
        }
        rows.put("calibration", calibration(request.getCalibration()));
        rows.put(
                "device, dtype",
                request.getCompute().getDevice() + ", " + request.getCompute().getDtype());
        if (!request.getCompute().getCalibrationDtype().equals("auto")) {
            rows.put("calibration dtype", request.getCompute().getCalibrationDtype());
        }
        if (request.getCompatibility() == Compatibility.REFERENCE) {
            rows.put("compatibility", "the original library, defects included");
        }
        rows.put("seed", Long.toString(request.getSeed()));
        rows.put("requested at", request.getRequestedAt().toString());
        return rows;
    }

    private static String drop(RunRequested request) {
        DropAmount amount = Plans.amount(request);
        String asked = amount instanceof DropAmount.Budget
                ? "at least " + amount
                : amount instanceof DropAmount.Percent ? amount + " of the blocks" : amount + " blocks";
        return request.getCutCount() == 1 ? asked : "%s in %d windows".formatted(asked, request.getCutCount());
    }

    private static String cuts(RunRequested request) {
        return request.getCuts().stream()
                .map(cut -> cut.getKept() + ":" + cut.getRemoved())
                .collect(Collectors.joining(", ", "cut ", ""));
    }

    private static String ridge(Ridge ridge) {
        return ridge.getKind() == RidgeKind.AUTO
                ? "chosen on held-out samples"
                : ridge.getKind() == RidgeKind.ABSOLUTE
                        ? ridge.getValue() + " (absolute)"
                        : ridge.getValue() + " of the mean diagonal of the Gram matrix";
    }

    private static String calibration(Calibration calibration) {
        if (calibration.getSources().isEmpty()) {
            return "none";
        }
        return "%s: %s, at most %d tokens each"
                .formatted(sources(calibration.getSources()), samples(calibration), calibration.getMaxLength());
    }

    /** {@code the first 128 samples}. */
    public static String samples(Calibration calibration) {
        Long seed = calibration.getShuffleSeed();
        return seed == null
                ? "the first %d samples".formatted(calibration.getSamples())
                : "%d samples at random (seed %d)".formatted(calibration.getSamples(), seed);
    }

    /** Paths of the sources, with their weights where there are several. */
    public static String sources(List<TextSource> sources) {
        return sources.stream()
                .map(source -> sources.size() == 1
                        ? path(source.getUri())
                        : "%s (weight %s)".formatted(path(source.getUri()), source.getWeight()))
                .collect(Collectors.joining(", "));
    }

    private static String path(String uri) {
        return Place.shown(uri);
    }
}
