package io.foldline.testsupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An HTTP server on the loopback address that remembers what it was asked and can be told to fail. */
public final class WebServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();

    /** What answers. */
    @FunctionalInterface
    interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    /** What was asked: path, and headers where they were there. */
    public record Request(
            String method,
            String path,
            @Nullable String authorization,
            @Nullable String range) {}

    private record Fault(int status, long cutAfter, boolean damaged) {}

    WebServer(Handler handler) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                requests.add(new Request(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        exchange.getRequestHeaders().getFirst("Range")));
                Fault fault = faults.peek();
                if (fault != null && fault.status != 0) {
                    faults.remove();
                    exchange.sendResponseHeaders(fault.status, -1);
                } else {
                    handler.handle(exchange);
                }
            }
        });
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All requests so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The next request gets this status. */
    public void failNext(int status) {
        faults.add(new Fault(status, 0, false));
    }

    /** The next file ends, with its connection, after so many bytes. */
    public void cutNext(long bytes) {
        faults.add(new Fault(0, bytes, false));
    }

    /** The next file comes with other bytes. */
    public void damageNext() {
        faults.add(new Fault(0, Long.MAX_VALUE, true));
    }

    /** Sends the range that was asked for, unless the next fault says otherwise. */
    void sendRange(HttpExchange exchange, byte[] file) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
        byte[] body = Arrays.copyOfRange(file, from, file.length);
        Fault fault = exchange.getRequestMethod().equals("HEAD") ? null : faults.poll();
        if (fault != null && fault.damaged) {
            body[body.length / 2] ^= 1;
        }
        if (range != null) {
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes %d-%d/%d".formatted(from, file.length - 1, file.length));
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, body.length);
        OutputStream out = exchange.getResponseBody();
        out.write(body, 0, (int) Math.min(body.length, fault == null ? Long.MAX_VALUE : fault.cutAfter));
        out.flush();
    }

    /** Sends all of a body, or its length where only that was asked for. */
    static void send(HttpExchange exchange, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(200, head || body.length == 0 ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
