package io.foldline.cli.show;

import io.foldline.cli.story.RunStory;
import io.foldline.event.RunRequested;
import io.foldline.pruning.Cut;
import io.foldline.storage.Place;
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

    /** Name of the dense model: of its folder, or of its repository. */
    public static String modelName(RunRequested request) {
        String name = Place.of(request.getModel()).name();
        return name.isEmpty() ? request.getModel() : name;
    }
}
