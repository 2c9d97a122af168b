package io.foldline.cli.request;

import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.foldline.event.Calibration;
import io.foldline.event.Compatibility;
import io.foldline.event.Cut;
import io.foldline.event.Evaluation;
import io.foldline.event.Ridge;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.TextSource;
import io.foldline.passes.Plans;
import io.foldline.pruning.DropAmount;
import io.foldline.storage.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the run file that makes the same request again, every location absolute. */
public final class RunFileWriter {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private RunFileWriter() {}

    /** The content of the file. */
    public static String of(RunRequested request) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("model", path(request.getModel()));
        keys.put("out", path(request.getOutput()));
        removal(keys, request);
        method(keys, request);
        calibration(keys, request.getCalibration());
        evaluation(keys, request.getEvaluation());
        keys.put("device", request.getCompute().getDevice());
        keys.put("dtype", request.getCompute().getDtype());
        keys.put("calibration-dtype", request.getCompute().getCalibrationDtype());
        keys.put("seed", request.getSeed());
        keys.put("tasks", request.getTasksPerStage());
        schedule(keys, request);
        try {
            return "# Makes this checkpoint again: foldline run foldline_run.yaml --out NEW_FOLDER\n"
                    + YAML.writeValueAsString(keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void schedule(Map<String, Object> keys, RunRequested request) {
        keys.put("priority", request.getPriority());
        keys.put("task-seconds", request.getTaskSeconds());
        if (request.getDeadline() != null) {
            // The instant has passed when the file is used; the time that was given to the run may be given again.
            long seconds = Duration.between(request.getRequestedAt(), request.getDeadline())
                    .toSeconds();
            keys.put("deadline", Math.max(1, seconds) + "s");
        }
    }

    private static void removal(Map<String, Object> keys, RunRequested request) {
        if (!request.getCuts().isEmpty()) {
            keys.put("cut", request.getCuts().stream().map(RunFileWriter::cut).toList());
        } else {
            DropAmount amount = Plans.amount(request);
            keys.put("drop", amount instanceof DropAmount.Blocks blocks ? (Object) blocks.count() : amount.toString());
            keys.put("cuts", request.getCutCount());
        }
        keys.put(
                "policy", request.getCutPolicy().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        keys.put("selector", request.getSelector().getName());
        options(keys, "selector-option", request.getSelector().getOptions());
    }

    private static void options(Map<String, Object> keys, String key, Map<String, String> options) {
        if (!options.isEmpty()) {
            keys.put(
                    key,
                    options.entrySet().stream()
                            .map(option -> option.getKey() + "=" + option.getValue())
                            .sorted()
                            .toList());
        }
    }

    private static void method(Map<String, Object> keys, RunRequested request) {
        keys.put("method", request.getMethod().getName());
        options(keys, "option", request.getMethod().getOptions());
        Ridge ridge = request.getMethod().getRidge();
        if (ridge.getKind() == RidgeKind.ABSOLUTE) {
            keys.put("alpha-absolute", ridge.getValue());
        } else {
            keys.put("alpha", ridge.getKind() == RidgeKind.AUTO ? "auto" : ridge.getValue());
        }
        if (request.getTimeBudget() > 0) {
            keys.put("time-budget", request.getTimeBudget() + "s");
        }
        if (request.getCompatibility() == Compatibility.REFERENCE) {
            keys.put("compat", "reference");
        }
    }

    private static void calibration(Map<String, Object> keys, Calibration calibration) {
        List<TextSource> sources = calibration.getSources();
        if (!sources.isEmpty()) {
            keys.put(
                    "calibration",
                    sources.stream().map(source -> path(source.getUri())).toList());
            List<String> columns = sources.stream().map(TextSource::getColumn).toList();
            if (!columns.stream().allMatch(String::isEmpty)) {
                keys.put("column", columns);
            }
            keys.put("weight", sources.stream().map(TextSource::getWeight).toList());
        }
        keys.put("samples", calibration.getSamples());
        putPresent(keys, "shuffle-seed", calibration.getShuffleSeed());
        keys.put("chat-template", calibration.getChatTemplate().name().toLowerCase(Locale.ROOT));
    }

    private static void evaluation(Map<String, Object> keys, Evaluation evaluation) {
        if (!evaluation.getTasks().isEmpty()) {
            keys.put("evaluate", evaluation.getTasks());
        }
        putPresent(keys, "task-data", evaluation.getTaskData() == null ? null : path(evaluation.getTaskData()));
        putPresent(
                keys,
                "tasks-dir",
                evaluation.getTasksDirectory() == null ? null : path(evaluation.getTasksDirectory()));
        putPresent(keys, "fewshot", evaluation.getFewShot() < 0 ? null : evaluation.getFewShot());
        // Given for calibration and evaluation alike, or for neither: then each has its default.
        putPresent(keys, "max-length", evaluation.getMaxLength());
        putPresent(keys, "limit", evaluation.getLimit());
    }

    private static void putPresent(Map<String, Object> keys, String key, @Nullable Object value) {
        if (value != null) {
            keys.put(key, value);
        }
    }

    private static String cut(Cut cut) {
        return cut.getKept() + ":" + cut.getRemoved();
    }

    private static String path(String uri) {
        return Place.shown(uri);
    }
}
