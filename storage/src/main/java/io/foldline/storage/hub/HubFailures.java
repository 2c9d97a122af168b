package io.foldline.storage.hub;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/** What refusals of the hub mean, in words that say what to do. */
final class HubFailures {
    private static final long LONGEST_WAIT_SECONDS = 300;

    private final HubSettings settings;

    HubFailures(HubSettings settings) {
        this.settings = settings;
    }

    /** A passing fault. */
    static final class Passing extends IOException {
        private static final long serialVersionUID = 1;

        /** Time for which the hub asks to be left alone; empty: it does not say. */
        private final transient Optional<Duration> wait;

        Passing(String message, Optional<Duration> wait) {
            super(message);
            this.wait = wait;
        }

        Optional<Duration> pause() {
            return wait;
        }
    }

    /**
     * What a status other than success means.
     *
     * @param what the file, or other thing, that was asked for; for the message
     * @return a passing fault, to be tried again
     * @throws InputException for what no repetition changes
     */
    IOException of(int status, HttpHeaders headers, HubLocation location, String what) {
        if (status == 429 || status >= 500) {
            return new Passing(
                    "%s: %s: the hub at %s answered %d".formatted(location, what, settings.endpoint(), status),
                    retryAfter(headers));
        }
        String code = headers.firstValue("X-Error-Code").orElse("");
        throw new InputException(
                switch (status) {
                    case 401, 403 -> code.equals("GatedRepo") ? gated(location) : refused(status, location);
                    case 404 -> missing(code, location, what);
                    default ->
                        "%s: %s: the hub at %s answered %d, expected 200; is HF_ENDPOINT a hub?"
                                .formatted(location, what, settings.endpoint(), status);
                });
    }

    private String gated(HubLocation location) {
        return "%s: access is granted to those alone who accept its conditions; accept them at %s, then give a token of that account in HF_TOKEN%s"
                .formatted(
                        location,
                        page(location),
                        settings.token().isPresent() ? " (that of the present token has not)" : "");
    }

    private String refused(int status, HubLocation location) {
        return settings.token().isPresent()
                ? "%s: the token may not read it (%d); check the name, and what the token in HF_TOKEN, or in the token file of HF_HOME, may do"
                        .formatted(location, status)
                : "%s: not there, or private (%d); check the name, and give a token that may read it in HF_TOKEN"
                        .formatted(location, status);
    }

    private String missing(String code, HubLocation location, String what) {
        return switch (code) {
            case "RevisionNotFound" ->
                "%s: the repository has no revision '%s'; its branches and tags are listed at %s"
                        .formatted(location, location.revision(), page(location));
            case "EntryNotFound" -> "%s: the repository has no file %s".formatted(location, what);
            default ->
                "%s: no such repository at %s; check the name, and give a token in HF_TOKEN if it is private"
                        .formatted(location, settings.endpoint());
        };
    }

    private String page(HubLocation location) {
        return settings.endpoint() + "/" + location.kind().prefix() + location.repo();
    }

    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Math.min(Long.parseLong(text), LONGEST_WAIT_SECONDS)));
    }
}
