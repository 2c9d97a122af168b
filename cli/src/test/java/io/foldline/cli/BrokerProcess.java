package io.foldline.cli;

import io.foldline.kafka.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker in a process of its own; says where it listens. */
final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]))) {
            System.out.println("listening on " + broker.bootstrapServers() + " .");
            new CountDownLatch(1).await();
        }
    }
}
