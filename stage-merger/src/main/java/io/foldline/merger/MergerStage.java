package io.foldline.merger;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointDraft;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Manifest;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.event.ArtifactReference;
import io.foldline.event.BlockMap;
import io.foldline.event.CheckpointMerged;
import io.foldline.event.Fold;
import io.foldline.event.MergeResult;
import io.foldline.event.MergeTask;
import io.foldline.event.RunCancelled;
import io.foldline.event.TransformsSolved;
import io.foldline.model.Architecture;
import io.foldline.passes.Plans;
import io.foldline.passes.Refits;
import io.foldline.passes.fold.StoredTransform;
import io.foldline.passes.fold.TransformRows;
import io.foldline.passes.fold.TransformSource;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.TransformKind;
import io.foldline.schemas.Topics;
import io.foldline.stage.ArtifactStore;
import io.foldline.stage.CancelledException;
import io.foldline.stage.Stage;
import io.foldline.stage.Tasks;
import io.foldline.stage.WorkContext;
import io.foldline.storage.Output;
import io.foldline.storage.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.ejml.data.DMatrixRMaj;

/** Writes the pruned checkpoint, in one task. */
public final class MergerStage implements Stage<TransformsSolved, MergeTask, MergeResult, CheckpointMerged> {
    private final CheckpointWriter writer;

    /** A stage that splits weight files at the default size. */
    public MergerStage() {
        this(new CheckpointWriter());
    }

    /** A stage that writes with the given writer. */
    public MergerStage(CheckpointWriter writer) {
        this.writer = writer;
    }

    @Override
    public List<MergeTask> split(TransformsSolved event) {
        return Tasks.of(
                event.getRequest(),
                Topics.MERGER.stage(),
                List.of(event),
                (id, all) -> new MergeTask(id, all.getRequest(), all.getPlan(), all.getFolds()));
    }

    @Override
    public MergeResult work(MergeTask task, WorkContext context) throws IOException {
        Checkpoint dense =
                Checkpoint.open(Place.of(task.getRequest().getModel()).checkpoint());
        Output output = Output.of(task.getRequest().getOutput());
        requireSameModel(task, dense);
        CheckpointDraft draft = draft(task, dense, context.artifacts());
        Output.Published published = write(draft, output, task.getRequest().getRunId(), context);
        return new MergeResult(
                task.getTask(),
                published.uri(),
                published.digest(),
                published.weightBytes(),
                draft.parameters(),
                dense.parameters());
    }

    private Output.Published write(CheckpointDraft draft, Output output, String run, WorkContext context)
            throws IOException {
        try {
            return output.write(writer, draft, run, (done, total) -> {
                context.checkCancelled();
                context.progress(done, total, "bytes");
            });
        } catch (CancellationException e) {
            throw new CancelledException(String.valueOf(e.getMessage()));
        }
    }

    /** Removes the checkpoint, and what attempts at it have left; files that others have put there stay. */
    @Override
    public void discard(RunCancelled event) throws IOException {
        if (!event.getOutput().isEmpty()) {
            Output.of(event.getOutput()).discard(event.getRunId());
        }
    }

    @Override
    public CheckpointMerged gather(TransformsSolved event, List<MergeResult> results) {
        MergeResult result = results.get(0);
        return new CheckpointMerged(
                event.getRequest(),
                event.getPlan(),
                event.getFolds(),
                result.getOutput(),
                result.getDigest(),
                result.getBytes(),
                result.getParameters(),
                result.getDenseParameters());
    }

    private static CheckpointDraft draft(MergeTask task, Checkpoint dense, ArtifactStore artifacts) throws IOException {
        List<Change> changes = new ArrayList<>();
        for (Fold fold : task.getFolds()) {
            changes.add(change(fold, artifacts));
        }
        PruningMethod method =
                PruningMethods.named(task.getRequest().getMethod().getName());
        if (method.transform() == TransformKind.COLLAPSE) {
            Plans.of(task.getPlan()).cuts().forEach(cut -> changes.add(new Change.Collapse(cut)));
        }
        CheckpointDraft bare = PrunedCheckpoint.draft(dense, task.getPlan().getRemoved(), changes);
        ModelCard card = new ModelCard(
                SourceCard.read(dense.path()),
                task.getRequest(),
                task.getPlan(),
                task.getFolds(),
                bare.parameters(),
                dense.parameters(),
                List.of());
        return bare.with(Manifest.CARD, card.markdown());
    }

    private static Change change(Fold fold, ArtifactStore artifacts) throws IOException {
        int block = fold.getBlock();
        return switch (fold.getContent()) {
            case TRANSFORM -> new Change.Transform(block, new Artifact(artifacts, fold.getTransform()));
            case WEIGHTS -> new Change.Weights(Refits.weights(List.of(fold), artifacts));
            case SCALE -> new Change.Scale(block, fold.getMap() == BlockMap.MLP_OUTPUT, fold.getFactor());
            case UNKNOWN ->
                throw new InputException(
                        "a fold into block %d holds what this version does not know; use a newer one".formatted(block));
        };
    }

    /** The transform that an event refers to; checked each time that it is needed. */
    private record Artifact(ArtifactStore artifacts, ArtifactReference reference) implements TransformSource {
        private StoredTransform stored() throws IOException {
            return new StoredTransform(
                    SafetensorsFile.read(artifacts.get(reference)).tensor(StoredTransform.NAME));
        }

        @Override
        public DMatrixRMaj load() throws IOException {
            return stored().load();
        }

        @Override
        public TransformRows open() throws IOException {
            return stored();
        }
    }

    private static void requireSameModel(MergeTask task, Checkpoint dense) {
        int found = Architecture.of(dense).blocks();
        if (found != task.getPlan().getBlocks()) {
            throw new InputException(
                    "%s: the plan is for a model of %d blocks, found %d; was the model replaced meanwhile?"
                            .formatted(dense.path(), task.getPlan().getBlocks(), found));
        }
    }
}
