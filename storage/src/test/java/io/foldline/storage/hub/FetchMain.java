package io.foldline.storage.hub;

import io.foldline.storage.transfer.TransferProgress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Fetches a whole model in a process of its own: {@code ENDPOINT CACHE}. */
final class FetchMain {
    private FetchMain() {}

    public static void main(String[] arguments) throws IOException {
        HubSettings settings = new HubSettings(
                URI.create(arguments[0]), Path.of(arguments[1]), Optional.empty(), false, Duration.ofMillis(1));
        HubRepository repository = new Hub(settings).open(HubTest.MODEL);
        repository.fetch(repository.files(), TransferProgress.NONE);
    }
}
