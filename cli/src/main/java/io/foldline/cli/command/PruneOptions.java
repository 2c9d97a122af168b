package io.foldline.cli.command;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything that {@code foldline prune} can be told. */
final class PruneOptions {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    RequestOptions request = new RequestOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    ServiceOptions services = new ServiceOptions();

    @Option(
            names = "--json",
            description = "Print the result as one JSON object, and nothing else, on standard output.")
    boolean json;
}
