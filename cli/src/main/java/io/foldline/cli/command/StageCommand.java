package io.foldline.cli.command;

import io.foldline.checkpoint.Locations;
import io.foldline.cli.local.AllowedFolders;
import io.foldline.cli.local.DataDirectory;
import io.foldline.cli.local.Logs;
import io.foldline.cli.local.OwnFolder;
import io.foldline.cli.local.Pipeline;
import io.foldline.cli.local.StageServices;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.StageOptions;
import io.foldline.kafka.TopicAdmin;
import io.foldline.kafka.TopicLayout;
import io.foldline.stage.ArtifactStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code foldline stage}: one stage service, until it is stopped. */
@Command(
        name = "stage",
        sortOptions = false,
        description = {
            "Run the service of one stage on a Kafka cluster until it is stopped.",
            "Any number of processes may serve one stage; all stages need the same --artifacts."
        })
final class StageCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    ServiceOptions services = new ServiceOptions();

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = {
                "Time that a service which is stopped has to finish its tasks; then they go back, saved where they can be.",
                "Default: ${DEFAULT-VALUE}."
            })
    int grace = 10;

    @Option(
            names = "--max-failures",
            paramLabel = "N",
            defaultValue = "5",
            description = "Times that a task may fail before its run fails. Default: ${DEFAULT-VALUE}.")
    int maxFailures = 5;

    @Parameters(index = "0", paramLabel = "NAME", description = "scorer, calibrator, solver, merger or evaluator.")
    String stage = "";

    @Option(
            names = "--allow",
            paramLabel = "DIR",
            description =
                    "Folder that requests may name, for reading and writing, or beginning of a location elsewhere, such as"
                            + " hf://org or s3://bucket/prefix; may be repeated. A request that names a place outside fails. Default: every"
                            + " place.")
    List<String> allowed = new ArrayList<>();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine command = spec.commandLine();
        KafkaSettings settings = connection.requiredCluster(command);
        if (!StageServices.NAMES.contains(stage)) {
            throw new CommandLine.ParameterException(
                    command, "no stage '%s'; the stages are %s".formatted(stage, StageServices.NAMES));
        }
        Logs.toConsole();
        DataDirectory directory = connection.directory();
        String location = services.artifacts == null ? Locations.uri(directory.artifacts()) : services.artifacts;
        ArtifactStore artifacts = Pipeline.store(location);
        if (!allowed.isEmpty()) {
            allowed.add(location);
        }
        AllowedFolders folders = new AllowedFolders(allowed);
        TopicAdmin.ensure(settings, TopicLayout.CLUSTER);
        try (OwnFolder state = OwnFolder.below(directory.state(), stage);
                StageServices running =
                        StageServices.start(List.of(stage), settings, artifacts, options(state.path()), folders)) {
            Runtime.getRuntime().addShutdownHook(new Thread(running::close));
            running.awaitRunning();
            PrintWriter err = command.getErr();
            err.println("%s ready on %s".formatted(stage, settings.bootstrapServers()));
            err.flush();
            while (true) {
                running.check();
                Thread.sleep(500);
            }
        }
    }

    private StageOptions options(Path state) {
        return new StageOptions(services.workers, state)
                .withGrace(Duration.ofSeconds(grace))
                .withMaxFailures(maxFailures);
    }
}
