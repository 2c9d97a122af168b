package io.foldline.kafka;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Toys in a process of their own, which can be killed. */
final class ToyProcess implements AutoCloseable {
    private final Process process;

    private ToyProcess(Process process) {
        this.process = process;
    }

    /** Starts a scorer with one worker on a broker that is there. */
    static ToyProcess scorer(String bootstrapServers, Path folder) throws IOException {
        return start("scorer", bootstrapServers, folder);
    }

    /** Starts a broker and a scorer with one worker, with its data in the folder. */
    static ToyProcess brokerAndScorer(Path folder) throws IOException {
        return start("broker", "", folder);
    }

    /** The address of the broker in the folder, once its topics are there. */
    static String awaitAddress(Path folder) throws Exception {
        Path address = folder.resolve("address");
        while (!Files.exists(address)) {
            Thread.sleep(50);
        }
        return Files.readString(address);
    }

    /** Ends the process at once, as the system does when memory is short. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops the process where it is, or lets it go on: {@code STOP}, {@code CONT}. */
    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    private static ToyProcess start(String what, String servers, Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        File log = folder.resolve(what + ".log").toFile();
        return new ToyProcess(new ProcessBuilder(List.of(
                        java,
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ToyProcess.class.getName(),
                        what,
                        servers,
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start());
    }

    /** What, bootstrap servers, folder. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[2]);
        KafkaSettings settings;
        if (arguments[0].equals("broker")) {
            settings = EmbeddedBroker.start(folder.resolve("kafka")).settings();
            TopicAdmin.ensure(settings, TopicLayout.EMBEDDED);
            Path address = Files.writeString(folder.resolve("address.part"), settings.bootstrapServers());
            Files.move(address, folder.resolve("address"));
        } else {
            settings = KafkaSettings.of(arguments[1]);
        }
        new Services(settings, folder).scorer(new Behaviour(folder), 1);
        Thread.currentThread().join();
    }
}
