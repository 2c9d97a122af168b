package io.foldline.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The time while no broker can be reached. */
final class BrokerAbsence {
    private static final int CONNECT_MS = 1000;
    private static final long PAUSE_MS = 500;

    private BrokerAbsence() {}

    /** Returns when some broker of {@code settings} takes connections, or {@code stop} says so. */
    static void await(KafkaSettings settings, BooleanSupplier stop) {
        List<String> servers = List.of(settings.bootstrapServers().split("\\s*,\\s*"));
        try {
            while (!stop.getAsBoolean() && servers.stream().noneMatch(BrokerAbsence::takesConnections)) {
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean takesConnections(String server) {
        int colon = server.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1))),
                    CONNECT_MS);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
