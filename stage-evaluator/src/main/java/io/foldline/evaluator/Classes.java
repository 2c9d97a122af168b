package io.foldline.evaluator;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.model.Architecture;
import io.foldline.model.ComputeOptions;
import io.foldline.model.TextTower;
import io.foldline.model.image.ImageLabel;
import io.foldline.model.image.ImageProcessing;
import io.foldline.model.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The classes that a model tells apart, and how its outputs for a picture speak for them. */
sealed interface Classes permits HeadClasses, PromptClasses {
    /**
     * The classes of a model: those of its head, or, where it has a tower of texts, those that pictures are to be told by.
     *
     * @param folder checkpoint folder
     * @param names of the classes that pictures may be of; empty where they have none
     * @throws io.foldline.checkpoint.InputException if the model cannot tell classes
     */
    static Classes of(Path folder, ComputeOptions options, List<String> names) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(folder);
        Optional<TextTower> tower = TextTower.find(checkpoint, options);
        if (tower.isEmpty()) {
            return HeadClasses.of(checkpoint.config().json());
        }
        try (TextTower texts = tower.get();
                Tokenizer tokenizer = Tokenizer.load(folder)) {
            return PromptClasses.of(texts, tokenizer, names);
        }
    }

    /**
     * Looks whether a model can tell classes, without its weights.
     *
     * @param folder with the small files of a checkpoint
     * @param config its configuration
     * @return the classes of a head; empty for a model that is asked by the names
     * @throws io.foldline.checkpoint.InputException if it cannot
     */
    static Optional<HeadClasses> check(Path folder, JsonNode config) throws IOException {
        ImageProcessing.load(folder);
        if (Architecture.textTower(config).isEmpty()) {
            return Optional.of(HeadClasses.of(config));
        }
        Tokenizer.load(folder).close();
        return Optional.empty();
    }

    /**
     * The number of a class.
     *
     * @throws io.foldline.checkpoint.InputException if the model has no such class
     */
    int number(ImageLabel label);

    /**
     * The number of the class that a model sees; of equals the first.
     *
     * @param outputs of the model for one picture
     */
    int seen(float[] outputs);
}
