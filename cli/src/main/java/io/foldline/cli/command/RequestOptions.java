package io.foldline.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything that a pruning request holds. */
final class RequestOptions {
    @Mixin
    ModelOptions model = new ModelOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder that the pruned checkpoint is written to, or s3://BUCKET/PREFIX; nothing may be there.")
    @Nullable
    String out;

    @Mixin
    CutOptions cut = new CutOptions();

    @Mixin
    MethodOptions method = new MethodOptions();

    @Mixin
    CalibrationOptions calibration = new CalibrationOptions();

    @Mixin
    EvaluationOptions evaluation = new EvaluationOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Seed of everything random. Default: ${DEFAULT-VALUE}.")
    long seed = 42;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            defaultValue = "0",
            description = "Tasks into which a stage splits its work. Default: by the size of the input.")
    int tasks;

    @Mixin
    ScheduleOptions schedule = new ScheduleOptions();

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "Name of the run. The same name goes on with a run that was stopped. Default: made of the"
                    + " model, the method and the settings.")
    @Nullable
    String runId;
}
