package io.foldline.storage;

import io.foldline.checkpoint.CheckpointDraft;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.Locations;
import io.foldline.checkpoint.PublishedCheckpoint;
import io.foldline.checkpoint.WriteProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;

/** A folder that does not exist yet. */
record LocalOutput(Path folder) implements Output {
    @Override
    public String uri() {
        return Locations.uri(folder);
    }

    @Override
    public boolean exists() {
        return Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Published write(CheckpointWriter writer, CheckpointDraft draft, String run, WriteProgress progress)
            throws IOException {
        PublishedCheckpoint published = writer.write(draft, folder, run, progress);
        return new Published(Locations.uri(published.folder()), published.digest(), published.weightBytes());
    }

    @Override
    public void discard(String run) throws IOException {
        CheckpointWriter.discard(folder, run);
    }

    @Override
    public boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    @Override
    public void add(String run, Map<String, String> texts) throws IOException {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path file = folder.resolve(text.getKey());
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.createDirectories(Objects.requireNonNull(part.getParent()));
            try {
                Files.writeString(part, text.getValue());
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
