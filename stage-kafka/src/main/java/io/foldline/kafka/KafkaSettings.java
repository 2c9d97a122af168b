package io.foldline.kafka;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a Kafka cluster.
 *
 * @param bootstrapServers one or more {@code host:port}, separated by commas
 * @param properties further properties: security and timeouts of every Kafka client, and {@code schema.registry.*}; they
 *     may hold passwords
 * @param schemaRegistry address of a registry that speaks the Confluent REST API; null: values carry the fingerprint of
 *     their schema and need no registry
 */
public record KafkaSettings(
        String bootstrapServers,
        Map<String, String> properties,
        @Nullable URI schemaRegistry) {
    /** Names the registry among the properties. */
    public static final String SCHEMA_REGISTRY = "schema.registry.url";

    /** Names the brokers among the properties. */
    public static final String BOOTSTRAP = "bootstrap.servers";

    private static final String REGISTRY = "schema.registry.";
    private static final String REGISTRY_USER = REGISTRY + "basic.auth.user.info";
    private static final String REGISTRY_TOKEN = REGISTRY + "bearer.auth.token";

    public KafkaSettings {
        if (bootstrapServers.isBlank()) {
            throw new InputException(BOOTSTRAP + ": expected host:port of a Kafka broker, found nothing");
        }
        properties = Map.copyOf(properties);
        if (schemaRegistry != null && schemaRegistry.getUserInfo() != null) {
            throw new InputException(
                    SCHEMA_REGISTRY + ": found a user in the address; give it as " + REGISTRY_USER + "=USER:PASSWORD");
        }
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
     * @throws InputException if the file cannot be read or names no bootstrap servers
     */
    public static KafkaSettings load(Path file) {
        return load(file, Map.of());
    }

    /**
     * Reads a properties file, as Kafka's own tools take it, and replaces some of its properties.
     *
     * @throws InputException if the file cannot be read, or there are no bootstrap servers in it nor among the others
     */
    public static KafkaSettings load(Path file, Map<String, String> replaced) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(file + ": expected a file with client properties of Kafka: " + e, e);
        }
        Map<String, String> map = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        map.putAll(replaced);
        if (!map.containsKey(BOOTSTRAP)) {
            throw new InputException(
                    file + ": expected " + BOOTSTRAP + ", host:port of a Kafka broker, found no such property; add it");
        }
        return of(map);
    }

    /** Properties that every client starts from. */
    public Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>(properties);
        client.keySet().removeIf(name -> name.startsWith(REGISTRY));
        client.put(BOOTSTRAP, bootstrapServers);
        return client;
    }

    /** The {@code Authorization} header for the registry; empty where it wants none. */
    public Optional<String> registryAuthorization() {
        String user = properties.get(REGISTRY_USER);
        if (user != null) {
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        }
        return Optional.ofNullable(properties.get(REGISTRY_TOKEN)).map(token -> "Bearer " + token);
    }

    /** Names the properties but not their values, of which some are secrets. */
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + ", properties " + new TreeSet<>(properties.keySet())
                + ", schema registry " + schemaRegistry + "]";
    }

    private static URI address(String registry) {
        String place = registry.substring(registry.indexOf('@') + 1);
        try {
            URI uri = URI.create(registry.endsWith("/") ? registry.substring(0, registry.length() - 1) : registry);
            if ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // The cause would name the whole address, and with it a password.
            throw new InputException(SCHEMA_REGISTRY + ": expected an http(s) address, found " + place);
        }
        throw new InputException(SCHEMA_REGISTRY + ": expected an http(s) address, found " + place);
    }
}
