package io.foldline.cli.fault;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between a worker and the broker: bytes pass, are held back, or every connection is cut. Connections are
 * refused while they are cut and while the broker is away.
 */
final class Proxy implements AutoCloseable {
    /** What the network does. */
    enum Network {
        OPEN,
        STALLED,
        CUT
    }

    private static final int BUFFER_BYTES = 64 << 10;
    private static final long PAUSE_MS = 50;

    private final int port;
    private final int target;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private Network network = Network.OPEN;
    private volatile boolean closed;

    private Proxy(int port, int target) {
        this.port = port;
        this.target = target;
    }

    /** Passes connections to {@code port} on to {@code target}, both on this machine. */
    static Proxy start(int port, int target) {
        Proxy proxy = new Proxy(port, target);
        thread("proxy-" + port, proxy::serve);
        return proxy;
    }

    synchronized void set(Network wanted) {
        network = wanted;
        notifyAll();
        if (wanted == Network.CUT) {
            open.forEach(Proxy::close);
            open.clear();
        }
    }

    @Override
    public void close() {
        closed = true;
        set(Network.CUT);
    }

    private void serve() {
        while (!closed) {
            try {
                Thread.sleep(PAUSE_MS);
                // Whether the broker is there.
                dial().close();
                listen();
            } catch (IOException e) {
                // It has gone, or the network was cut.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void listen() throws IOException {
        try (ServerSocket server = new ServerSocket(port, 100, InetAddress.getLoopbackAddress())) {
            admit(server);
            while (true) {
                Socket client = server.accept();
                try {
                    link(client, dial());
                } catch (IOException e) {
                    client.close();
                    throw e;
                }
            }
        }
    }

    private Socket dial() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), target);
    }

    private void link(Socket client, Socket broker) throws IOException {
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        admit(client);
        admit(broker);
        thread("proxy-there", () -> pump(client, broker));
        thread("proxy-back", () -> pump(broker, client));
    }

    private synchronized void admit(Closeable socket) throws IOException {
        if (network == Network.CUT) {
            socket.close();
            throw new ConnectException("the network is cut");
        }
        open.add(socket);
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
            open.remove(from);
            open.remove(to);
        }
    }

    private synchronized void pass() throws InterruptedException {
        while (network == Network.STALLED) {
            wait();
        }
    }

    private static void close(Closeable socket) {
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
