package io.foldline.passes;

import io.foldline.stage.ArtifactStore;
import io.foldline.stage.CancelledException;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Saves at every chance, and wants the work to stop after so many times. */
final class SavingContext implements WorkContext {
    private final Path folder;
    private final int saves;
    private int saved;

    SavingContext(Path folder, int saves) {
        this.folder = folder;
        this.saves = saves;
    }

    /** For whoever takes the work over, and is left in peace. */
    SavingContext next() {
        return new SavingContext(folder, Integer.MAX_VALUE);
    }

    private Path file() {
        return folder.resolve("saved");
    }

    @Override
    public ArtifactStore artifacts() {
        throw new UnsupportedOperationException("none here");
    }

    @Override
    public void progress(long done, long total, String unit) {}

    @Override
    public <S> Optional<S> saved(Reader<S> reader) {
        try {
            return Files.exists(file()) ? Optional.of(reader.read(file())) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void save(ArtifactStore.Writer writer) {
        try {
            Files.deleteIfExists(file());
            writer.writeTo(file());
            saved++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void checkCancelled() {
        if (saved >= saves) {
            throw new CancelledException("enough");
        }
    }
}
