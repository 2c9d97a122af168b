package io.foldline.cli.command;

import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.TopicAdmin;
import io.foldline.kafka.TopicLayout;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code foldline topics}: creates what the services need, so that they need not have the right to. */
@Command(
        name = "topics",
        sortOptions = false,
        description = {
            "Create the topics that a cluster lacks and configure the groups of workers; do nothing where all is there.",
            "The services do the same when they start, where they have the rights."
        })
final class TopicsCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        KafkaSettings settings = connection.requiredCluster(spec.commandLine());
        TopicAdmin.ensure(settings, TopicLayout.CLUSTER);
        PrintWriter out = spec.commandLine().getOut();
        out.println("the topics are there on " + settings.bootstrapServers());
        out.flush();
        return ExitCode.OK;
    }
}
