package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.cli.request.RunIds;
import io.foldline.event.Calibration;
import io.foldline.event.ChatTemplate;
import io.foldline.event.Compatibility;
import io.foldline.event.Compute;
import io.foldline.event.Cut;
import io.foldline.event.CutPolicy;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.Evaluation;
import io.foldline.event.Method;
import io.foldline.event.Ridge;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.Selector;
import io.foldline.model.Architecture;
import io.foldline.pruning.BlockSelector;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.DropAmount;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.Quantity;
import io.foldline.pruning.RidgeSetting;
import io.foldline.storage.Output;
import io.foldline.storage.Place;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Makes the request of a run from the options; every location becomes an absolute URI. */
final class RequestFactory {
    /** Calibration texts are no longer than this unless asked for: statistics need many texts, not long ones. */
    private static final int DEFAULT_MAX_LENGTH = 1024;

    /** Column of texts. */
    private static final String TEXTS = "text";
    /** Column of pictures: found by what it holds. */
    private static final String PICTURES = "";

    private final CommandLine command;
    private final RequestOptions options;

    /** @param command the command that was given the options; for messages */
    RequestFactory(CommandLine command, RequestOptions options) {
        this.command = command;
        this.options = options;
    }

    /**
     * The request, its run id given or derived from all other settings.
     *
     * @throws CommandLine.ParameterException if an option is missing
     * @throws InputException if the options contradict each other, or ask for what is not there yet
     */
    RunRequested create() {
        Place model = Models.place(required("--model", options.model.model));
        String output = Output.of(required("--out", options.out)).uri();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        RunRequested request = RunRequested.newBuilder()
                .setRunId("")
                .setRequestedAt(now)
                .setModel(model.uri())
                .setOutput(output)
                .setDrop(drop())
                .setCuts(options.cut.cuts.stream()
                        .map(cut -> new Cut(cut.kept(), cut.removed()))
                        .toList())
                .setCutCount(options.cut.cutCount)
                .setCutPolicy(policy())
                .setSelector(selector())
                .setMethod(method())
                .setCalibration(calibration(Models.architecture(model)))
                .setEvaluation(evaluation(options.evaluation))
                .setCompute(new Compute(options.model.device, options.model.dtype, options.calibration.dtype))
                .setCompatibility(compatibility())
                .setSeed(options.seed)
                .setTasksPerStage(options.tasks)
                .setPriority(options.schedule.priority)
                .setDeadline(options.schedule.deadline(now))
                .setTaskSeconds(options.schedule.taskSeconds())
                .setTimeBudget(options.method.timeBudget(now))
                .build();
        String id = options.runId == null ? RunIds.derived(request) : options.runId;
        return RunRequested.newBuilder(request).setRunId(id).build();
    }

    private static String uri(String given) {
        return Locations.uri(Locations.path(given));
    }

    private String required(String option, @Nullable String value) {
        if (value == null) {
            throw new CommandLine.ParameterException(command, "Missing required option: '" + option + "'");
        }
        return value;
    }

    private Drop drop() {
        DropAmount drop = options.cut.drop;
        if ((drop == null) == options.cut.cuts.isEmpty()) {
            throw new CommandLine.ParameterException(
                    command,
                    drop == null
                            ? "nothing says what to remove; give --drop N, --drop P% or --cut KEPT:N"
                            : "--drop and --cut say two things; give one of them");
        }
        if (drop instanceof DropAmount.Budget budget) {
            return new Drop(unit(budget.quantity()), budget.amount());
        }
        if (drop instanceof DropAmount.Percent percent) {
            return new Drop(DropUnit.PERCENT, percent.share());
        }
        return new Drop(DropUnit.BLOCKS, drop instanceof DropAmount.Blocks blocks ? (double) blocks.count() : 0.0);
    }

    private static DropUnit unit(Quantity quantity) {
        return switch (quantity) {
            case PARAMETERS -> DropUnit.PARAMETERS;
            case BYTES -> DropUnit.BYTES;
            case LATENCY -> DropUnit.LATENCY_PERCENT;
        };
    }

    /** With one cut it makes no difference, and one-shot is recorded. */
    private CutPolicy policy() {
        String given = options.cut.policy;
        if (given == null) {
            boolean several = options.cut.cuts.size() > 1
                    || options.cut.cutCount > 1
                    || (options.cut.cuts.isEmpty()
                            && BlockSelectors.named(selector().getName()).single());
            return several
                            && PruningMethods.named(options.method.method).sequential()
                            && compatibility() == Compatibility.NONE
                    ? CutPolicy.SEQUENTIAL
                    : CutPolicy.ONE_SHOT;
        }
        return switch (given) {
            case "one-shot" -> CutPolicy.ONE_SHOT;
            case "sequential" -> CutPolicy.SEQUENTIAL;
            default -> throw new InputException("--policy %s: expected one-shot or sequential".formatted(given));
        };
    }

    private Selector selector() {
        String given = options.cut.selector;
        BlockSelector selector =
                given == null ? PruningMethods.named(options.method.method).selector() : BlockSelectors.named(given);
        selector.values(options.cut.selectorOptions);
        return new Selector(selector.name(), new TreeMap<>(options.cut.selectorOptions));
    }

    private Method method() {
        PruningMethod method = PruningMethods.named(options.method.method);
        method.values(options.method.options);
        return new Method(method.name(), ridge(method), new TreeMap<>(options.method.options));
    }

    private Ridge ridge(PruningMethod method) {
        Double absolute = options.method.alphaAbsolute;
        RidgeSetting relative = options.method.alpha;
        if (absolute != null && relative != null) {
            throw new CommandLine.ParameterException(
                    command, "--alpha and --alpha-absolute say two things; give one of them");
        }
        RidgeSetting given = absolute != null ? new RidgeSetting.Absolute(absolute) : relative;
        RidgeSetting ridge = given != null ? given : method.ridge().orElse(RidgeSetting.DEFAULT);
        if (ridge instanceof RidgeSetting.Relative share) {
            return new Ridge(RidgeKind.RELATIVE, share.factor());
        }
        if (ridge instanceof RidgeSetting.Absolute lambda) {
            return new Ridge(RidgeKind.ABSOLUTE, lambda.lambda());
        }
        return new Ridge(RidgeKind.AUTO, 0.0);
    }

    private Calibration calibration(Architecture architecture) {
        CalibrationOptions given = options.calibration;
        int maxLength = maxLength(given.maxLength, architecture);
        return new Calibration(
                given.sources(architecture.patches() == null ? TEXTS : PICTURES),
                given.samples,
                maxLength,
                chatTemplate(given.chatTemplate),
                given.shuffleSeed);
    }

    private static int maxLength(@Nullable Integer given, Architecture architecture) {
        int positions = architecture.maxPositions();
        if (architecture.patches() == null) {
            return given != null ? given : Math.min(positions, DEFAULT_MAX_LENGTH);
        }
        if (given != null) {
            throw new InputException(
                    "--max-length %d: model_type %s always sees whole images, of %d tokens; leave it out"
                            .formatted(given, architecture.modelType(), positions));
        }
        return positions;
    }

    private static ChatTemplate chatTemplate(String given) {
        return switch (given) {
            case "auto" -> ChatTemplate.AUTO;
            case "off" -> ChatTemplate.OFF;
            default -> throw new InputException("--chat-template %s: expected auto or off".formatted(given));
        };
    }

    private Evaluation evaluation(EvaluationOptions given) {
        return Evaluation.newBuilder()
                .setTasks(given.names())
                .setTaskData(given.taskData == null ? null : uri(given.taskData))
                .setTasksDirectory(given.tasksDirectory == null ? null : uri(given.tasksDirectory))
                .setFewShot(given.options().fewShot())
                .setLimit(given.limit)
                .setMaxLength(options.calibration.maxLength)
                .build();
    }

    private Compatibility compatibility() {
        @Nullable String compat = options.method.compat;
        if (compat == null) {
            return Compatibility.NONE;
        }
        if (compat.toLowerCase(Locale.ROOT).equals("reference")) {
            return Compatibility.REFERENCE;
        }
        throw new InputException("--compat %s: expected reference".formatted(compat));
    }
}
