package io.foldline.evaluator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One item of a benchmark task, ready for the model: what is asked of it, and what the answers count for. */
sealed interface EvaluationItem permits TextItem, PromptItem {
    /** Names the item in messages: task and number. */
    String name();

    /** What is asked of the model. Empty: the item cannot be measured and counts for nothing. */
    List<ModelRequest> requests();

    /** Whether it asks for the likelihood of whole texts and nothing else: such requests have nothing in common. */
    boolean whole();

    /**
     * What the item counts.
     *
     * @param answers to each request
     */
    Sums sums(List<Answer> answers);

    /**
     * All about the item, in the form in which lm-evaluation-harness logs samples, but for its number; once for each filter of
     * answers.
     */
    List<ObjectNode> samples(List<Answer> answers);
}
