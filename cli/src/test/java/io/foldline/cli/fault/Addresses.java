package io.foldline.cli.fault;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of a cluster, the same for its whole life.
 *
 * @param broker for clients that no fault concerns
 * @param controller of the broker
 * @param behind where the broker listens for each worker
 * @param proxies where each worker believes that the broker listens
 */
record Addresses(int broker, int controller, List<Integer> behind, List<Integer> proxies) {
    /** Below the ports that systems give to outgoing connections, which could take that of a broker that is down. */
    private static final int FIRST = 20_000;

    private static final int END = 32_000;

    static Addresses choose(int workers) throws IOException {
        List<Integer> behind = new ArrayList<>();
        List<Integer> proxies = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            behind.add(free());
            proxies.add(free());
        }
        return new Addresses(free(), free(), behind, proxies);
    }

    /** {@code host:port} of a port on this machine. */
    static String at(int port) {
        return "127.0.0.1:" + port;
    }

    private static int free() throws IOException {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(FIRST, END);
        } while (isTaken(port));
        return port;
    }

    private static boolean isTaken(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !socket.isBound();
        } catch (BindException e) {
            return true;
        }
    }
}
