package io.foldline.storage.hub;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the hub is reached.
 *
 * @param endpoint address of the hub, without a trailing slash
 * @param cache folder with the files of all repositories
 * @param token who asks; sent to the endpoint alone
 * @param offline whether only what is in the cache may be used
 * @param pause time before the first repetition of what failed; each further one waits twice as long
 */
public record HubSettings(URI endpoint, Path cache, Optional<String> token, boolean offline, Duration pause) {
    private static final String ENDPOINT = "https://huggingface.co";
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

    /**
     * Settings from the environment variables that Python's {@code huggingface_hub} reads: {@code HF_ENDPOINT},
     * {@code HF_HUB_CACHE}, {@code HF_HOME}, {@code XDG_CACHE_HOME}, {@code HF_TOKEN}, {@code HF_TOKEN_PATH},
     * {@code HF_HUB_OFFLINE}.
     *
     * @throws InputException if the endpoint is no address
     */
    public static HubSettings of(Map<String, String> environment) {
        Path home = path(environment, "HF_HOME")
                .orElseGet(() -> path(environment, "XDG_CACHE_HOME")
                        .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("huggingface"));
        Path cache = path(environment, "HF_HUB_CACHE").orElse(home.resolve("hub"));
        Path tokenFile = path(environment, "HF_TOKEN_PATH").orElse(home.resolve("token"));
        boolean offline =
                TRUE.contains(environment.getOrDefault("HF_HUB_OFFLINE", "").toUpperCase(Locale.ROOT));
        return new HubSettings(
                endpoint(value(environment, "HF_ENDPOINT").orElse(ENDPOINT)),
                cache,
                value(environment, "HF_TOKEN").or(() -> read(tokenFile)),
                offline,
                Duration.ofSeconds(1));
    }

    private static URI endpoint(String given) {
        try {
            URI endpoint = URI.create(given.replaceAll("/+$", ""));
            if (endpoint.getHost() != null && Set.of("http", "https").contains(String.valueOf(endpoint.getScheme()))) {
                return endpoint;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new InputException("HF_ENDPOINT=%s: expected an address such as %s".formatted(given, ENDPOINT));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static Optional<Path> path(Map<String, String> environment, String name) {
        return value(environment, name)
                .map(value -> value.startsWith("~/") ? System.getProperty("user.home") + value.substring(1) : value)
                .map(Path::of);
    }

    private static Optional<String> read(Path tokenFile) {
        try {
            return Files.isRegularFile(tokenFile)
                    ? Optional.of(Files.readString(tokenFile).strip()).filter(token -> !token.isEmpty())
                    : Optional.empty();
        } catch (IOException e) {
            throw new InputException(tokenFile + ": the token cannot be read; mend its rights or remove it", e);
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "HubSettings[%s, %s%s]".formatted(endpoint, cache, offline ? ", offline" : "");
    }
}
