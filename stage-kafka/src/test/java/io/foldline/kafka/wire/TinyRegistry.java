package io.foldline.kafka.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.foldline.kafka.KafkaSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A schema registry that speaks the two calls of the REST API that Foldline makes. Counts them. */
public final class TinyRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<String> schemas = new ArrayList<>();
    private final List<String> subjects = new ArrayList<>();
    private volatile int calls;
    private volatile boolean ill;

    public TinyRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Settings of a client that uses this registry. */
    public KafkaSettings settings(String bootstrapServers) {
        return new KafkaSettings(
                bootstrapServers,
                Map.of(),
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    /** Registers a schema on another way. */
    synchronized int add(String subject, String schema) {
        int known = schemas.indexOf(schema);
        if (known >= 0) {
            return known + 1;
        }
        subjects.add(subject);
        schemas.add(schema);
        return schemas.size();
    }

    synchronized List<String> subjects() {
        return List.copyOf(subjects);
    }

    int calls() {
        return calls;
    }

    /** Answers everything with an internal error from now on. */
    void fallIll() {
        ill = true;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void answer(HttpExchange call) throws IOException {
        calls++;
        String[] path = call.getRequestURI().getPath().split("/");
        if (ill) {
            reply(call, 500, "{\"error_code\": 50001}");
        } else if (path[1].equals("subjects") && call.getRequestMethod().equals("POST")) {
            String schema = JSON.readTree(call.getRequestBody().readAllBytes())
                    .get("schema")
                    .asText();
            reply(call, 200, "{\"id\": " + add(path[2], schema) + "}");
        } else if (path[1].equals("schemas") && Integer.parseInt(path[3]) <= schemas.size()) {
            String schema = schemas.get(Integer.parseInt(path[3]) - 1);
            reply(call, 200, JSON.createObjectNode().put("schema", schema).toString());
        } else {
            reply(call, 404, "{\"error_code\": 40403}");
        }
    }

    private static void reply(HttpExchange call, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }
}
