package io.foldline.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The dense model, and where it is computed. */
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "DIR",
            description =
                    "Folder of the dense checkpoint in Hugging Face format, or hf://ORG/NAME[@REVISION] to download"
                            + " it from the hub, or s3://BUCKET/PREFIX.")
    @Nullable
    String model;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, cpu, cuda or cuda:N. Default: ${DEFAULT-VALUE}.")
    String device = "auto";

    @Option(
            names = "--dtype",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "auto, f32 or bf16: weights and activations of the forward pass. Default: ${DEFAULT-VALUE},"
                    + " f32 on a CPU and the checkpoint's own on a GPU.")
    String dtype = "auto";
}
