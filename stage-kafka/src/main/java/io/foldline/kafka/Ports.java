package io.foldline.kafka;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of an embedded broker. */
record Ports(int broker, int controller) {
    static final String LOOPBACK = "127.0.0.1";

    /**
     * Finds ports that are free now.
     *
     * @param broker wanted port, 0 for any
     * @throws InputException if the wanted port is in use
     */
    static Ports choose(int broker) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (ServerSocket first = new ServerSocket(broker, 1, loopback);
                ServerSocket second = new ServerSocket(0, 1, loopback)) {
            return new Ports(first.getLocalPort(), second.getLocalPort());
        } catch (BindException e) {
            throw new InputException(
                    "port " + broker + " on " + LOOPBACK + ": expected a free port, found one in use; choose another",
                    e);
        }
    }
}
