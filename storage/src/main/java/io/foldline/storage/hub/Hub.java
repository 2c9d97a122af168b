package io.foldline.storage.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A hub and the cache in front of it. Safe for use by several threads, and the cache by several processes. */
public final class Hub {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
    private static final Pattern ETAG = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    private final HubSettings settings;
    private final HubClient client;
    private final Retries retries;

    /** @param settings how the hub is reached */
    public Hub(HubSettings settings) {
        this.settings = settings;
        this.client = new HubClient(settings);
        this.retries = new Retries(settings.pause());
    }

    /** The hub that the environment of this process names. */
    public static Hub shared() {
        return Shared.HUB;
    }

    private static final class Shared {
        static final Hub HUB = new Hub(HubSettings.of(System.getenv()));
    }

    /**
     * The same location at the commit that its branch or tag is at now.
     *
     * @throws InputException if there is no such repository or revision, it may not be read, or, offline, was never looked up
     * @throws IOException if the hub cannot be reached
     */
    public HubLocation pin(HubLocation location) throws IOException {
        if (location.isPinned()) {
            return location;
        }
        HubCache cache = new HubCache(settings.cache(), location);
        if (settings.offline()) {
            return location.at(cache.commit(location.revision()).orElseThrow(() -> notCached(location)));
        }
        JsonNode info = page(client.api(location, "revision", ""), location).json();
        HubLocation pinned = location.at(info.path("sha").asText());
        if (!pinned.isPinned()) {
            throw new IOException("%s: the hub names no commit; is HF_ENDPOINT a hub?".formatted(location));
        }
        cache.remember(location.revision(), pinned.revision());
        return pinned;
    }

    /**
     * Opens a repository: finds its commit and lists its files, those below the path of the location. The hub is asked once
     * for what is in a commit. Offline, and where the hub cannot be reached and the location is pinned, a commit that it was
     * never asked for has the files that are in the cache.
     *
     * @throws InputException as {@link #pin}
     * @throws IOException if the hub cannot be reached
     */
    public HubRepository open(HubLocation location) throws IOException {
        HubLocation pinned = pin(location);
        HubCache cache = new HubCache(settings.cache(), pinned);
        Optional<List<HubFile>> listed = cache.listing(pinned.revision());
        if (listed.isPresent()) {
            return repository(pinned, cache, listed.get());
        }
        boolean cached = Files.isDirectory(cache.snapshot(pinned.revision()));
        if (settings.offline()) {
            if (!cached) {
                throw notCached(location);
            }
            return repository(pinned, cache, cache.files(pinned.revision()));
        }
        List<HubFile> files;
        try {
            files = list(pinned);
        } catch (IOException e) {
            if (!cached || !location.isPinned()) {
                throw e;
            }
            LOG.warn("{}: using what is in the cache: {}", location, e.getMessage());
            return repository(pinned, cache, cache.files(pinned.revision()));
        }
        cache.remember(pinned.revision(), files);
        return repository(pinned, cache, files);
    }

    private HubRepository repository(HubLocation pinned, HubCache cache, List<HubFile> files) {
        List<HubFile> below = files.stream()
                .filter(file -> pinned.path().isEmpty()
                        || file.path().equals(pinned.path())
                        || file.path().startsWith(pinned.path() + "/"))
                .toList();
        return new HubRepository(pinned, below, cache, client, retries);
    }

    private List<HubFile> list(HubLocation pinned) throws IOException {
        List<HubFile> files = new ArrayList<>();
        Optional<URI> next = Optional.of(client.api(pinned, "tree", "?recursive=true"));
        while (next.isPresent()) {
            HubClient.Page page = page(next.get(), pinned);
            for (JsonNode entry : page.json()) {
                if (entry.path("type").asText().equals("file")) {
                    files.add(file(pinned, entry));
                }
            }
            next = page.next();
        }
        return files;
    }

    private static HubFile file(HubLocation location, JsonNode entry) throws IOException {
        JsonNode content = entry.has("lfs") ? entry.get("lfs") : entry;
        HubFile file = new HubFile(
                entry.path("path").asText(),
                content.path("size").asLong(-1),
                content.path("oid").asText());
        if (!HubFile.isPath(file.path())
                || file.bytes() < 0
                || !ETAG.matcher(file.etag()).matches()) {
            throw new IOException(
                    "%s: expected path, size and digest of a file from the hub, found %s; is HF_ENDPOINT a hub?"
                            .formatted(location, entry));
        }
        return file;
    }

    private HubClient.Page page(URI address, HubLocation location) throws IOException {
        return retries.run(() -> client.page(address, location));
    }

    private InputException notCached(HubLocation location) {
        return new InputException("%s: not in the cache %s, and HF_HUB_OFFLINE forbids to ask the hub; unset it"
                .formatted(location, settings.cache()));
    }
}
