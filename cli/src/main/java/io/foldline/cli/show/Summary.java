package io.foldline.cli.show;

import io.foldline.cli.story.RunStory;
import io.foldline.event.RunRequested;
import io.foldline.pruning.Cut;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A run in one line. */
public final class Summary {
    private Summary() {}

    /** {@code 3 of 12 blocks removed}. */
    public static String removal(RunStory story) {
        int removed = story.removed().size();
        return "%d of %d blocks removed"
                .formatted(removed, story.evaluated().getPlan().getBlocks());
    }

    /** {@code removes 4–6 (3 of 12), folded into 3}, cut by cut. */
    public static String cuts(RunStory story) {
        return story.evaluated().getPlan().getCuts().stream()
                .map(cut -> new Cut(cut.getKept(), cut.getRemoved())
                        .describe(story.evaluated().getPlan().getBlocks(), story.folds()))
                .collect(Collectors.joining("; "));
    }

    /** Name of the folder of the dense model. */
    public static String modelName(RunRequested request) {
        Path name = Path.of(URI.create(request.getModel())).getFileName();
        return name == null ? request.getModel() : name.toString();
    }
}
