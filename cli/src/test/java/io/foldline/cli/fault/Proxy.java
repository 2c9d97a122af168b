package io.foldline.cli.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between a worker and the broker: bytes pass, are held back, or every connection is cut. */
final class Proxy implements AutoCloseable {
    /** What the network does. */
    enum Network {
        OPEN,
        STALLED,
        CUT
    }

    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private Network network = Network.OPEN;

    private Proxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Passes connections to {@code port} on to {@code target}, both on this machine. */
    static Proxy start(int port, int target) throws IOException {
        Proxy proxy = new Proxy(new ServerSocket(port, 100, InetAddress.getLoopbackAddress()), target);
        thread("proxy-" + port, proxy::accept);
        return proxy;
    }

    synchronized void set(Network wanted) {
        network = wanted;
        notifyAll();
        if (wanted == Network.CUT) {
            sockets.forEach(Proxy::close);
            sockets.clear();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        set(Network.CUT);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                thread("proxy-link", () -> connect(client));
            } catch (IOException e) {
                // Closed, or the client has gone already.
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
            broker.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            if (admit(client, broker)) {
                thread("proxy-back", () -> pump(broker, client));
                pump(client, broker);
            }
        } catch (IOException e) {
            // The broker is away.
            close(client);
        }
    }

    private synchronized boolean admit(Socket client, Socket broker) {
        if (network == Network.CUT) {
            close(client);
            close(broker);
            return false;
        }
        sockets.add(client);
        sockets.add(broker);
        return true;
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                pass();
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // One side has gone; so does the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private synchronized void pass() throws InterruptedException {
        while (network == Network.STALLED) {
            wait();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
