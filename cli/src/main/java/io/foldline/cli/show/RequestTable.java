package io.foldline.cli.show;

import io.foldline.event.Calibration;
import io.foldline.event.Compatibility;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.Ridge;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.storage.Place;
import java.util.LinkedHashMap;
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
        rows.put("asked for", request.getCuts().isEmpty() ? drop(request.getDrop()) : cuts(request));
        if (request.getCuts().isEmpty()) {
            rows.put("selector", request.getSelector().getName());
        }
        rows.put("method", request.getMethod().getName());
        rows.put("ridge", ridge(request.getMethod().getRidge()));
        rows.put("calibration", calibration(request.getCalibration()));
        rows.put(
                "device, dtype",
                request.getCompute().getDevice() + ", " + request.getCompute().getDtype());
        if (request.getCompatibility() == Compatibility.REFERENCE) {
            rows.put("compatibility", "the original library, defects included");
        }
        rows.put("seed", Long.toString(request.getSeed()));
        rows.put("requested at", request.getRequestedAt().toString());
        return rows;
    }

    private static String drop(Drop drop) {
        double amount = drop.getAmount();
        String number = amount == Math.rint(amount) ? Long.toString((long) amount) : Double.toString(amount);
        return drop.getUnit() == DropUnit.PERCENT ? number + " % of the blocks" : number + " blocks";
    }

    private static String cuts(RunRequested request) {
        return request.getCuts().stream()
                .map(cut -> cut.getKept() + ":" + cut.getRemoved())
                .collect(Collectors.joining(", ", "cut ", ""));
    }

    private static String ridge(Ridge ridge) {
        return ridge.getKind() == RidgeKind.AUTO
                ? "chosen on held-out texts"
                : ridge.getKind() == RidgeKind.ABSOLUTE
                        ? ridge.getValue() + " (absolute)"
                        : ridge.getValue() + " of the mean diagonal of the Gram matrix";
    }

    private static String calibration(Calibration calibration) {
        if (calibration.getSources().isEmpty()) {
            return "none";
        }
        String sources = calibration.getSources().stream()
                .map(source -> path(source.getUri()))
                .collect(Collectors.joining(", "));
        return "%s: the first %d texts, at most %d tokens each"
                .formatted(sources, calibration.getSamples(), calibration.getMaxLength());
    }

    private static String path(String uri) {
        return Place.shown(uri);
    }
}
