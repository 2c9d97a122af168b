package io.foldline.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.model.torch.TorchScript;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gradients of the loss on texts, the sum of the negative logarithms of the probabilities of their tokens in nats, by the
 * weights of the blocks. A pass forward keeps what goes into each block; then block after block, from the last one to the
 * first, is computed once more for each batch and gone back through. In memory are the inputs of all blocks for all texts,
 * and of one block the weights, their gradients, and the activations of one batch.
 */
public final class LossGradients implements AutoCloseable {
    private final LanguageModel model;
    private final TorchScript script = TorchScript.compile("gradient-sums", """
            def copy(self, x: Tensor) -> Tensor:
              return torch.clone(x)
            def zeros(self, x: Tensor) -> Tensor:
              return torch.zeros_like(x, dtype=torch.float32)
            def add(self, sum: Tensor, x: Tensor):
              sum.add_(x)
            def replace(self, former: Tensor, x: Tensor):
              former.copy_(x)
            """);

    /** @param model to be closed after this */
    public LossGradients(LanguageModel model) {
        this.model = model;
    }

    /** Takes the gradients of one block, summed over all texts; called from the last block to the first. */
    @FunctionalInterface
    public interface Tap {
        /**
         * @param weights as {@link BlockModel#blockWeights}
         * @param gradients of the same shapes, float32; closed afterwards
         */
        void accept(int block, List<NDArray> weights, List<NDArray> gradients);
    }

    /**
     * Computes them.
     *
     * @param texts of which all tokens but the first of each sequence are predicted
     * @param tap may end the work by what it throws
     * @throws io.foldline.checkpoint.InputException as passes of the model do
     */
    public void of(List<TokenBatch> texts, Tap tap) throws IOException {
        try (NDManager scope = model.weights().manager().newSubManager()) {
            List<Way> ways = new ArrayList<>();
            for (TokenBatch batch : texts) {
                ways.add(forth(scope, batch));
            }
            for (int block = model.architecture().blocks() - 1; block >= 0; block--) {
                back(block, ways, tap);
            }
        }
    }

    /**
     * A batch on its way back.
     *
     * @param inputs of the blocks that are still to be gone through, the last one first
     * @param gradient by what comes out of the next of them, float32
     */
    private record Way(Deque<NDArray> inputs, NDArray gradient) {}

    private Way forth(NDManager scope, TokenBatch batch) throws IOException {
        TokenBatch context = batch.context();
        int last = model.architecture().blocks() - 1;
        Deque<NDArray> inputs = new ArrayDeque<>();
        try (NDManager pass = scope.newSubManager()) {
            NDArray output =
                    model.run(pass, context, last, states -> inputs.push(script.tensor(scope, "copy", states.input())));
            NDArray gradient = script.tensor(scope, "zeros", output);
            List<NDArray> head = model.weights().outputs();
            for (ScoredRows rows : ScoredRows.of(batch, ScoredRows.second(batch), context::row)
                    .chunks(model.architecture().vocabulary())) {
                Stream<NDArray> what = Stream.of(output, pass.create(rows.rows()), pass.create(rows.ids()));
                script.run(
                        "add",
                        gradient,
                        gradients(pass, "loss_gradient", what, head).get(0));
            }
            return new Way(inputs, gradient);
        }
    }

    private List<NDArray> gradients(NDManager pass, String method, Stream<NDArray> what, List<NDArray> tensors) {
        return model.script()
                .recorded(pass, method, Stream.concat(what, tensors.stream()).toList());
    }

    private void back(int block, List<Way> ways, Tap tap) throws IOException {
        List<NDArray> tensors = model.weights().block(block);
        List<Integer> places = model.weightPlaces(block);
        try (NDManager scope = model.weights().manager().newSubManager()) {
            List<NDArray> sums = places.stream()
                    .map(place -> script.tensor(scope, "zeros", tensors.get(place)))
                    .toList();
            for (Way way : ways) {
                try (NDManager pass = scope.newSubManager();
                        NDArray input = way.inputs.pop()) {
                    List<NDArray> found =
                            gradients(pass, model.method("gradients", block), Stream.of(input, way.gradient), tensors);
                    script.run("replace", way.gradient, found.get(0));
                    for (int i = 0; i < sums.size(); i++) {
                        script.run("add", sums.get(i), found.get(1 + places.get(i)));
                    }
                }
            }
            tap.accept(block, places.stream().map(tensors::get).toList(), sums);
        }
    }

    @Override
    public void close() {
        script.close();
    }
}
