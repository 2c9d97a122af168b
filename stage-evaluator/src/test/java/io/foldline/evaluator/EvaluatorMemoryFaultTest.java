package io.foldline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.Tokenizer;
import io.foldline.model.torch.ScalarType;
import io.foldline.model.torch.TorchEngine;
import io.foldline.model.torch.TorchScript;
import io.foldline.passes.BatchLoop;
import io.foldline.passes.BatchSums;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that do not fit into memory together are asked in parts, to the same sums. */
class EvaluatorMemoryFaultTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void halvesGiveTheSameSums(int room) throws IOException {
        Path folder = Fixtures.path("models/stories260k");
        // In float64, in which it hardly matters how sequences are batched.
        ComputeOptions options = new ComputeOptions(Device.cpu(), Optional.of(ScalarType.FLOAT64), false);
        try (LanguageModel model = LanguageModel.load(Checkpoint.open(folder), options);
                Tokenizer tokenizer = Tokenizer.load(folder)) {
            PerplexityTask task = new PerplexityTask(
                    Fixtures.path("data/text/tinystories-eval.jsonl").toString());
            ItemPlan plan =
                    new ItemPlan(task.items(new ItemRange(0, 16), Context.of(tokenizer, 48, 512)), task.chunk());
            RequestScorer scorer = new RequestScorer(model, tokenizer);
            Answers whole = new Answers(scorer, plan.requests());
            BatchLoop.unsaved().run(plan.batches(), whole, done -> {});
            Answers parts = new Answers(scorer, plan.requests());
            BatchLoop.unsaved().run(plan.batches(), new Narrow(parts, room), done -> {});
            Sums expected = sums(task, plan, whole);
            Sums found = sums(task, plan, parts);
            assertThat(found.items()).isEqualTo(expected.items()).isEqualTo(16);
            assertThat(found.get(Sums.TOKENS)).isEqualTo(expected.get(Sums.TOKENS));
            assertThat(found.get(Sums.LOG_LIKELIHOOD) / expected.get(Sums.LOG_LIKELIHOOD))
                    .isEqualTo(1, within(1e-9));
        }
    }

    private static Sums sums(EvaluationTask task, ItemPlan plan, Answers answers) throws IOException {
        return Measures.of(task.metrics().get(0), plan.items(answers.all())).sums();
    }

    /** Has memory for so many requests at a time. */
    private record Narrow(Answers answers, int room) implements BatchSums<RequestBatch> {
        @Override
        public void add(RequestBatch batch) throws IOException {
            answers.add(batch);
            if (batch.size() > room) {
                allocateTooMuch();
            }
        }

        private static void allocateTooMuch() {
            try (TorchScript script = TorchScript.compile("too-much", """
                            def allocate(self, elements: int) -> Tensor:
                              return torch.zeros([elements])
                            """);
                    NDManager manager = TorchEngine.newManager(Device.cpu())) {
                script.tensor(manager, "allocate", 1L << 50);
            }
        }

        @Override
        public Map<String, DoubleTensor> state() {
            return answers.state();
        }

        @Override
        public void restore(SafetensorsFile state) throws IOException {
            answers.restore(state);
        }
    }
}
