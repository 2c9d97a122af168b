package io.foldline.solver;

import io.foldline.stage.ArtifactStore;
import io.foldline.stage.WorkContext;
import java.util.Optional;

/** Work that nobody looks at and that is never interrupted. */
record Alone(ArtifactStore artifacts) implements WorkContext {
    @Override
    public void progress(long done, long total, String unit) {}

    @Override
    public <S> Optional<S> saved(Reader<S> reader) {
        return Optional.empty();
    }

    @Override
    public void save(ArtifactStore.Writer writer) {}

    @Override
    public void checkCancelled() {}
}
