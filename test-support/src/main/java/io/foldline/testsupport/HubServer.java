package io.foldline.testsupport;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A hub on this machine that speaks the part of the Hugging Face hub's HTTP API that downloads need: revisions, trees in
 * pages, small files at once, large ones by a redirect to another port as to a content delivery network.
 */
public final class HubServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 3;

    private final WebServer hub;
    private final WebServer cdn;
    private final Map<String, HubContent> repositories = new ConcurrentHashMap<>();
    private @Nullable String requiredToken;
    private boolean gated;

    /** Starts on free ports. */
    public HubServer() throws IOException {
        hub = new WebServer(this::hub);
        cdn = new WebServer(this::cdn);
    }

    /** Address for {@code HF_ENDPOINT}. */
    public URI endpoint() {
        return hub.address();
    }

    /** The hub itself: what it was asked, and faults to come. */
    public WebServer hub() {
        return hub;
    }

    /** Where large files come from: what it was asked, and faults to come. */
    public WebServer cdn() {
        return cdn;
    }

    /**
     * Publishes a repository, in place of what was there.
     *
     * @param name such as {@code models/org/name} or {@code datasets/org/name}
     */
    public void publish(String name, HubContent content) {
        repositories.put(name, content);
    }

    /** From now on only requests with this token are answered. */
    public void requireToken(String token) {
        requiredToken = token;
    }

    /** From now on everybody has to accept conditions first, and nobody has. */
    public void gate() {
        gated = true;
    }

    private void hub(HttpExchange exchange) throws IOException {
        String[] parts = exchange.getRequestURI().getPath().substring(1).split("/");
        if (gated) {
            refuse(exchange, 403, "GatedRepo");
        } else if (requiredToken != null
                && !("Bearer " + requiredToken)
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            refuse(exchange, 401, "RepoNotFound");
        } else if (parts.length > 5 && parts[0].equals("api")) {
            api(exchange, parts);
        } else {
            boolean dataset = parts[0].equals("datasets");
            int at = dataset ? 1 : 0;
            resolve(exchange, (dataset ? "datasets/" : "models/") + parts[at] + "/" + parts[at + 1], parts, at + 3);
        }
    }

    private void api(HttpExchange exchange, String[] parts) throws IOException {
        HubContent content = repositories.get(parts[1] + "/" + parts[2] + "/" + parts[3]);
        if (content == null) {
            refuse(exchange, 404, "RepoNotFound");
        } else if (!content.knows(parts[5])) {
            refuse(exchange, 404, "RevisionNotFound");
        } else if (parts[4].equals("revision")) {
            ObjectNode info =
                    JSON.createObjectNode().put("id", parts[2] + "/" + parts[3]).put("sha", content.commit());
            ArrayNode siblings = info.putArray("siblings");
            content.files().keySet().forEach(path -> siblings.addObject().put("rfilename", path));
            json(exchange, JSON.writeValueAsBytes(info));
        } else {
            tree(exchange, content);
        }
    }

    private void tree(HttpExchange exchange, HubContent content) throws IOException {
        URI asked = exchange.getRequestURI();
        String query = String.valueOf(asked.getQuery());
        int from = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=(\\d+).*", "$1")) : 0;
        List<String> paths = List.copyOf(content.files().keySet());
        int end = Math.min(from + PAGE, paths.size());
        ArrayNode page = JSON.createArrayNode();
        paths.subList(from, end).forEach(path -> page.add(content.describe(path)));
        if (end < paths.size()) {
            exchange.getResponseHeaders()
                    .add(
                            "Link",
                            "<%s%s?recursive=true&cursor=%d>; rel=\"next\""
                                    .formatted(endpoint(), asked.getRawPath(), end));
        }
        json(exchange, JSON.writeValueAsBytes(page));
    }

    private void resolve(HttpExchange exchange, String name, String[] parts, int revision) throws IOException {
        HubContent content = repositories.get(name);
        String path = String.join("/", List.of(parts).subList(Math.min(revision + 1, parts.length), parts.length));
        if (content == null || !content.files().containsKey(path)) {
            refuse(exchange, 404, content == null ? "RepoNotFound" : "EntryNotFound");
            return;
        }
        byte[] file = Optional.ofNullable(content.files().get(path)).orElseThrow();
        exchange.getResponseHeaders().add("X-Repo-Commit", content.commit());
        exchange.getResponseHeaders().add("ETag", "\"" + content.etag(path) + "\"");
        if (content.isLarge(path)) {
            exchange.getResponseHeaders().add("X-Linked-Etag", "\"" + content.etag(path) + "\"");
            exchange.getResponseHeaders().add("X-Linked-Size", Integer.toString(file.length));
            exchange.getResponseHeaders()
                    .add("Location", "%s/%s?Signature=secret".formatted(cdn.address(), content.etag(path)));
            exchange.sendResponseHeaders(302, -1);
        } else {
            WebServer.send(exchange, file);
        }
    }

    private void cdn(HttpExchange exchange) throws IOException {
        String etag = exchange.getRequestURI().getPath().substring(1);
        Iterator<HubContent> contents = repositories.values().iterator();
        while (contents.hasNext()) {
            HubContent content = contents.next();
            for (Map.Entry<String, byte[]> file : content.files().entrySet()) {
                if (content.etag(file.getKey()).equals(etag)) {
                    cdn.sendRange(exchange, file.getValue());
                    return;
                }
            }
        }
        exchange.sendResponseHeaders(404, -1);
    }

    private static void json(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        WebServer.send(exchange, body);
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().add("X-Error-Code", code);
        exchange.sendResponseHeaders(status, -1);
    }

    @Override
    public void close() {
        hub.close();
        cdn.close();
    }
}
