package io.foldline.cli.fault;

import io.foldline.cli.local.Logs;
import io.foldline.kafka.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The broker of a cluster, with a listener for every worker that is reached through a proxy. */
final class FaultBroker {
    static final String READY = "broker ready";

    /** Of locks and of sessions of workers; shorter than usual, so that schedules are short. */
    private static final String SHORT_MS = "4000";

    private FaultBroker() {}

    /** Arguments for {@link #main}. */
    static Object[] arguments(Path folder, Addresses addresses) {
        Stream<Object> first = Stream.of(folder, addresses.broker(), addresses.controller());
        Stream<Object> rest = IntStream.range(0, addresses.behind().size())
                .boxed()
                .flatMap(i ->
                        Stream.of(addresses.behind().get(i), addresses.proxies().get(i)));
        return Stream.concat(first, rest).toArray();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Parent.follow();
        Logs.toConsole();
        int port = Integer.parseInt(arguments[1]);
        int controller = Integer.parseInt(arguments[2]);
        Map<String, String> listeners = new LinkedHashMap<>(Map.of("BROKER", Addresses.at(port)));
        Map<String, String> advertised = new LinkedHashMap<>(listeners);
        for (int i = 3; i < arguments.length; i += 2) {
            listeners.put("WORKER" + i, Addresses.at(Integer.parseInt(arguments[i])));
            advertised.put("WORKER" + i, Addresses.at(Integer.parseInt(arguments[i + 1])));
        }
        listeners.put("CONTROLLER", Addresses.at(controller));
        Map<String, String> properties = Map.of(
                "listeners",
                join(listeners),
                "advertised.listeners",
                join(advertised),
                "listener.security.protocol.map",
                listeners.keySet().stream().map(name -> name + ":PLAINTEXT").collect(Collectors.joining(",")),
                "controller.quorum.voters",
                "1@" + Addresses.at(controller),
                "group.share.record.lock.duration.ms",
                SHORT_MS,
                "group.share.session.timeout.ms",
                SHORT_MS);
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), port, properties, List.of());
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println(READY);
        new CountDownLatch(1).await();
    }

    private static String join(Map<String, String> listeners) {
        return listeners.entrySet().stream()
                .map(listener -> listener.getKey() + "://" + listener.getValue())
                .collect(Collectors.joining(","));
    }
}
