package io.foldline.cli.command;

import io.foldline.cli.local.Broker;
import io.foldline.cli.local.DataDirectory;
import io.foldline.cli.local.Pipeline;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How stage services run in this process. */
final class ServiceOptions {
    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Tasks that a stage works on at the same time. Default: ${DEFAULT-VALUE}.")
    int workers = 1;

    @Option(
            names = "--artifacts",
            paramLabel = "URI",
            description =
                    "Folder, or s3://BUCKET/PREFIX, for intermediate results, shared by all stages. Default: in the"
                            + " data directory.")
    @Nullable
    String artifacts;

    /** Starts broker and services on a data directory. */
    Pipeline start(DataDirectory directory, PrintWriter err) throws InterruptedException {
        return Pipeline.local(directory, workers, artifacts, line -> {
            err.println(line);
            err.flush();
        });
    }

    /** Starts the services beside a broker of this process. */
    Pipeline serve(Broker broker, DataDirectory directory) {
        return Pipeline.serve(broker, directory, workers, artifacts);
    }
}
