package io.foldline.kafka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.InputException;
import io.foldline.kafka.KafkaSettings;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * A schema registry, over the part of the REST API that Confluent's, Karapace and Apicurio ({@code /apis/ccompat/v7})
 * share. What was asked once is not asked again.
 */
final class SchemaRegistry {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_FAULT = 500;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI address;
    private final Optional<String> authorization;
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    /** @param settings of which the authorization counts */
    SchemaRegistry(URI address, KafkaSettings settings) {
        this.address = address;
        this.authorization = settings.registryAuthorization();
    }

    /**
     * The id of {@code schema} under {@code subject}; registered if it is new there.
     *
     * @throws InputException if the registry refuses the schema
     * @throws IOException if the registry cannot be reached
     */
    int register(String subject, Schema schema) throws IOException {
        Integer known = ids.get(subject);
        if (known != null) {
            return known;
        }
        String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
        HttpResponse<String> response = send(request("/subjects/" + subject + "/versions")
                .header("Content-Type", CONTENT_TYPE)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (response.statusCode() / 100 != 2) {
            throw new InputException(
                    address + ": the schema registry refused the schema of " + subject + ": " + said(response));
        }
        int id = JSON.readTree(response.body()).path("id").asInt();
        ids.put(subject, id);
        return id;
    }

    /**
     * The schema with this id.
     *
     * @throws UndecodableException if there is none
     * @throws IOException if the registry cannot be reached
     */
    Schema schema(int id) throws IOException {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        HttpResponse<String> response = send(request("/schemas/ids/" + id).GET());
        if (response.statusCode() == NOT_FOUND) {
            throw new UndecodableException(address + ": the schema registry knows no schema with the id " + id);
        }
        if (response.statusCode() / 100 != 2) {
            throw new IOException(address + ": asked for schema " + id + ", found " + said(response));
        }
        JsonNode answer = JSON.readTree(response.body());
        try {
            Schema schema = new Schema.Parser().parse(answer.path("schema").asText());
            schemas.put(id, schema);
            return schema;
        } catch (SchemaParseException e) {
            throw new UndecodableException(address + ": schema " + id + " is not Avro", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(TIMEOUT)
                .header("Accept", CONTENT_TYPE + ", application/json");
        authorization.ifPresent(header -> request.header("Authorization", header));
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() == UNAUTHORIZED || response.statusCode() == FORBIDDEN) {
                throw new InputException(address + ": the schema registry refuses this client: " + said(response)
                        + "; give schema.registry.basic.auth.user.info or schema.registry.bearer.auth.token");
            }
            if (response.statusCode() >= SERVER_FAULT) {
                throw new IOException(address + ": the schema registry is not well: " + said(response));
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking the schema registry " + address);
        } catch (java.net.ConnectException e) {
            throw new IOException(address + ": cannot reach the schema registry; is it running?", e);
        }
    }

    private static String said(HttpResponse<String> response) {
        return "status " + response.statusCode() + " " + response.body();
    }
}
