package io.foldline.storage.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.InputException;
import io.foldline.storage.transfer.StallGuard;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hub's HTTP API. Redirects are followed here, since the token must not follow them to another host. */
final class HubClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int MOST_REDIRECTS = 5;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubSettings settings;
    private final HubFailures failures;

    // One connection a file: over HTTP/2 all of them would share one.
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    HubClient(HubSettings settings) {
        this.settings = settings;
        this.failures = new HubFailures(settings);
    }

    /** One answer of the API, and where the next page of it is. */
    record Page(JsonNode json, Optional<URI> next) {}

    /**
     * The content of a file, from a position on.
     *
     * @param content to be closed
     * @param from position of its first byte: the one that was asked for, or 0 if the server does not know ranges
     * @param revision commit that the hub says it belongs to; empty if it does not say
     */
    record Content(InputStream content, long from, Optional<String> revision) {}

    /** Address of what the API knows about a repository at its revision, such as {@code revision} or {@code tree}. */
    URI api(HubLocation location, String what, String query) {
        return URI.create("%s/api/%s/%s/%s/%s%s"
                .formatted(
                        settings.endpoint(),
                        location.kind().plural(),
                        location.repo(),
                        what,
                        encoded(location.revision()),
                        query));
    }

    /** One page of the API. */
    Page page(URI address, HubLocation location) throws IOException {
        HttpResponse<InputStream> response =
                get(address, Optional.empty(), location, "its description").response();
        try (InputStream body = response.body()) {
            return new Page(JSON.readTree(body), next(address, response.headers()));
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "%s: expected JSON of the hub at %s, found something else".formatted(location, settings.endpoint()),
                    e);
        }
    }

    /**
     * Opens a file at a commit.
     *
     * @param from number of bytes that are not needed any more
     */
    Content open(HubLocation location, HubFile file, long from) throws IOException {
        StringBuilder address = new StringBuilder("%s/%s%s/resolve/%s"
                .formatted(
                        settings.endpoint(), location.kind().prefix(), location.repo(), encoded(location.revision())));
        for (String name : file.path().split("/")) {
            address.append('/').append(encoded(name));
        }
        Optional<String> range = from > 0 ? Optional.of("bytes=" + from + "-") : Optional.empty();
        Answer answer = get(URI.create(address.toString()), range, location, file.path());
        InputStream content = new StallGuard(answer.response().body(), ANSWER);
        return new Content(content, answer.response().statusCode() == 206 ? from : 0, answer.revision());
    }

    private record Answer(HttpResponse<InputStream> response, Optional<String> revision) {}

    private Answer get(URI address, Optional<String> range, HubLocation location, String what) throws IOException {
        if (settings.offline()) {
            throw new InputException("%s: %s: not in the cache %s, and HF_HUB_OFFLINE forbids to ask the hub; unset it"
                    .formatted(location, what, settings.cache()));
        }
        Optional<String> revision = Optional.empty();
        URI next = address;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<InputStream> response = send(next, range);
            revision = revision.or(() -> response.headers().firstValue("X-Repo-Commit"));
            int status = response.statusCode();
            if (status == 200 || status == 206) {
                return new Answer(response, revision);
            }
            response.body().close();
            Optional<String> target = response.headers().firstValue("Location");
            if (status < 300 || status >= 400 || target.isEmpty()) {
                throw failures.of(status, response.headers(), location, what);
            }
            next = next.resolve(target.get());
        }
        throw new IOException("%s: %s: the hub redirects in a circle".formatted(location, what));
    }

    private HttpResponse<InputStream> send(URI address, Optional<String> range) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(ANSWER).header("User-Agent", "foldline");
        range.ifPresent(bytes -> request.header("Range", bytes));
        if (isEndpoint(address)) {
            settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking the hub");
        } catch (IOException e) {
            // Addresses of redirects hold signatures, so only the host is named.
            throw new IOException("%s cannot be reached: %s".formatted(address.getAuthority(), e), e);
        }
    }

    private boolean isEndpoint(URI address) {
        URI endpoint = settings.endpoint();
        return endpoint.getScheme().equals(address.getScheme())
                && endpoint.getHost().equalsIgnoreCase(address.getHost())
                && endpoint.getPort() == address.getPort();
    }

    private static Optional<URI> next(URI address, HttpHeaders headers) {
        return headers.allValues("Link").stream()
                .map(NEXT::matcher)
                .filter(Matcher::find)
                .map(link -> address.resolve(link.group(1)))
                .findFirst();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
