package io.foldline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.evaluator.task.Prompt;
import io.foldline.evaluator.task.Prompts;
import io.foldline.evaluator.task.TaskFiles;
import io.foldline.model.text.DataRecord;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prompts of tasks of which no items are among the fixtures; what is expected was made by lm-evaluation-harness. */
class ShippedTasksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Prompt prompt(String task, String document) throws IOException {
        ObjectNode fields = (ObjectNode) JSON.readTree(document);
        return new Prompts(TaskFiles.of(null).task(task), List.of(), 0).next(new DataRecord("document", fields));
    }

    @Test
    void raceShowsAllProblemsOfAnArticleButTheLast() throws IOException {
        Prompt prompt = prompt("race", """
                {"article": "A tale of \\"two\\" cats.", "problems": "[{'question': 'The cat is  _  .', 'answer': 'B', 'options': ['red', \\"it's black\\", 'white', '\\"odd\\"']}, {'question': 'Who wrote it?', 'answer': 'A', 'options': ['Ann', 'Bob', 'Cy', 'Di']}, {'question': 'Where?', 'answer': 'D', 'options': ['Here', 'There', \\"It's far\\", 'Nowhere']}]"}
                """);
        assertThat(prompt.pairs().get(0).context())
                .isEqualTo("Article: A tale of \"two\" cats.\n\nThe cat is it's black\n"
                        + "Question: Who wrote it?\nAnswer: Ann\nWhere?");
        assertThat(prompt.choices()).containsExactly("Here", "There", "It's far", "Nowhere");
        assertThat(prompt.gold()).containsExactly(3);
        assertThat(prompt.pairs().get(2).continuation()).isEqualTo(" It's far");
    }

    @Test
    void sciqHasTheRightAnswerLast() throws IOException {
        Prompt prompt = prompt("sciq", """
                {"question": "What?", "distractor1": "a", "distractor2": "b", "distractor3": "c", "correct_answer": "d", "support": "  Since."}
                """);
        assertThat(prompt.pairs().get(0)).isEqualTo(new Prompt.Pair("Since.\nQuestion: What?\nAnswer:", " a"));
        assertThat(prompt.gold()).containsExactly(3);
    }

    @Test
    void gsm8kComparesTheNumberBehindTheMark() throws IOException {
        Prompt prompt = prompt("gsm8k", """
                {"question": "1 + 1?", "answer": "It is so.\\n#### 2"}
                """);
        assertThat(prompt.pairs()).containsExactly(new Prompt.Pair("Question: 1 + 1?\nAnswer:", ""));
        assertThat(TaskFiles.of(null).task("gsm8k").filters())
                .extracting(filter -> filter.apply("So 3.\n#### 1,002 and 7."))
                .containsExactly("1,002", "7.");
        assertThat(TaskFiles.of(null).task("gsm8k").metrics().get(0).match().same("2", "It is so.\n#### 2"))
                .isTrue();
    }

    /** google/boolq tells the answer by a truth value, aps/super_glue by a number. */
    @Test
    void boolqTakesEitherSpelling() throws IOException {
        for (String answer : List.of("\"label\": 1", "\"answer\": true")) {
            assertThat(prompt("boolq", "{\"passage\": \"P\", \"question\": \"q\", " + answer + "}")
                            .gold())
                    .containsExactly(1);
        }
    }
}
