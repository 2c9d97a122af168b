package io.foldline.cli.local;

import io.foldline.event.RunCancelled;
import io.foldline.event.RunRequested;
import io.foldline.stage.Stage;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** A stage that refuses events and tasks which name a place outside of the allowed folders. */
final class ConfinedStage<
                I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>
        implements Stage<I, T, R, O> {
    private final Stage<I, T, R, O> stage;
    private final AllowedFolders allowed;

    ConfinedStage(Stage<I, T, R, O> stage, AllowedFolders allowed) {
        this.stage = stage;
        this.allowed = allowed;
    }

    @Override
    public List<T> split(I event) {
        allowed.check(event);
        return stage.split(event);
    }

    @Override
    public R work(T task, WorkContext context) throws IOException {
        allowed.check(task);
        return stage.work(task, context);
    }

    @Override
    public O gather(I event, List<R> results) {
        allowed.check(event);
        results.forEach(allowed::check);
        return stage.gather(event, results);
    }

    @Override
    public Optional<RunRequested> again(O event, Instant now) {
        return stage.again(event, now);
    }

    @Override
    public Optional<String> fingerprint(T task) throws IOException {
        allowed.check(task);
        return stage.fingerprint(task);
    }

    @Override
    public void discard(RunCancelled event) throws IOException {
        allowed.check(event);
        stage.discard(event);
    }
}
