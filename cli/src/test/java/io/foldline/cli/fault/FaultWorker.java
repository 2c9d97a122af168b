package io.foldline.cli.fault;

import io.foldline.cli.local.AllowedFolders;
import io.foldline.cli.local.Logs;
import io.foldline.cli.local.Pipeline;
import io.foldline.cli.local.StageServices;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.StageOptions;
import java.nio.file.Path;

/** All five stages with one worker each, on a store that may fail. */
final class FaultWorker {
    static final String READY = "worker ready";

    private FaultWorker() {}

    /** Address of the broker, folder of this process alone, folder of the artifacts, file with the mode of the store. */
    public static void main(String[] arguments) throws InterruptedException {
        Parent.follow();
        Logs.toConsole();
        FaultyStore store = new FaultyStore(Pipeline.store(arguments[2]), Path.of(arguments[3]));
        StageServices services = StageServices.start(
                StageServices.NAMES,
                KafkaSettings.of(arguments[0]),
                store,
                new StageOptions(1, Path.of(arguments[1])),
                AllowedFolders.EVERYTHING);
        Runtime.getRuntime().addShutdownHook(new Thread(services::close));
        services.awaitRunning();
        System.out.println(READY);
        while (true) {
            services.check();
            Thread.sleep(200);
        }
    }
}
