package io.foldline.kafka;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a Kafka cluster.
 *
 * @param bootstrapServers one or more {@code host:port}, separated by commas
 * @param properties further properties of every client: security, timeouts
 * @param schemaRegistry address of a registry that speaks the Confluent REST API; null: values carry the fingerprint of
 *     their schema and need no registry
 */
public record KafkaSettings(
        String bootstrapServers,
        Map<String, String> properties,
        @Nullable URI schemaRegistry) {
    /** Names the registry among the properties. */
    public static final String SCHEMA_REGISTRY = "schema.registry.url";

    private static final String BOOTSTRAP = "bootstrap.servers";

    public KafkaSettings {
        if (bootstrapServers.isBlank()) {
            throw new InputException(BOOTSTRAP + ": expected host:port of a Kafka broker, found nothing");
        }
        properties = Map.copyOf(properties);
    }

    /** Reaches the cluster without security and without a schema registry. */
    public static KafkaSettings of(String bootstrapServers) {
        return new KafkaSettings(bootstrapServers, Map.of(), null);
    }

    /**
     * Reads {@code bootstrap.servers} and {@code schema.registry.url}; everything else goes to the clients as it is.
     *
     * @throws InputException if there are no bootstrap servers or the address of the registry is malformed
     */
    public static KafkaSettings of(Map<String, String> properties) {
        Map<String, String> rest = new HashMap<>(properties);
        String servers = rest.remove(BOOTSTRAP);
        String registry = rest.remove(SCHEMA_REGISTRY);
        return new KafkaSettings(servers == null ? "" : servers, rest, registry == null ? null : address(registry));
    }

    /**
     * Reads a properties file, as Kafka's own tools take it.
     *
     * @throws InputException if the file cannot be read
     */
    public static KafkaSettings load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(file + ": expected a file with client properties of Kafka: " + e.getMessage(), e);
        }
        Map<String, String> map = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return of(map);
    }

    /** Properties that every client starts from. */
    public Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>(properties);
        client.put(BOOTSTRAP, bootstrapServers);
        return client;
    }

    private static URI address(String registry) {
        try {
            URI uri = URI.create(registry.endsWith("/") ? registry.substring(0, registry.length() - 1) : registry);
            if ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new InputException(SCHEMA_REGISTRY + ": expected an http(s) address, found " + registry, e);
        }
        throw new InputException(SCHEMA_REGISTRY + ": expected an http(s) address, found " + registry);
    }
}
