package io.foldline.evaluator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.Sha256;
import io.foldline.evaluator.task.AnswerFilter;
import io.foldline.evaluator.task.MetricSpec;
import io.foldline.evaluator.task.OutputType;
import io.foldline.evaluator.task.Prompt;
import io.foldline.evaluator.task.TaskDefinition;
import io.foldline.model.text.DataRecord;
import io.foldline.model.text.Tokenizer;
import io.foldline.model.text.jinja.PythonRegex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * An item of a task that a file declares.
 *
 * @param document the row that it was made of
 * @param prompt what is asked
 * @param parts the requests of each pair of the prompt, in their order; several where a continuation needs several windows
 * @param tokenizer writes out what is generated
 */
record PromptItem(
        String name,
        TaskDefinition task,
        DataRecord document,
        Prompt prompt,
        List<List<ModelRequest>> parts,
        Tokenizer tokenizer)
        implements EvaluationItem {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PythonRegex SPACES = PythonRegex.of("\\s+");

    PromptItem {
        parts = List.copyOf(parts);
    }

    @Override
    public List<ModelRequest> requests() {
        return parts.stream().flatMap(List::stream).toList();
    }

    @Override
    public boolean whole() {
        return task.type() == OutputType.LOGLIKELIHOOD_ROLLING;
    }

    /** The likelihood of each continuation, its windows added up. */
    private List<Answer> perPair(List<Answer> answers) {
        List<Answer> pairs = new ArrayList<>();
        int at = 0;
        for (List<ModelRequest> part : parts) {
            List<Answer> some = answers.subList(at, at + part.size());
            pairs.add(Answer.likelihood(
                    some.stream().mapToDouble(Answer::logLikelihood).sum(),
                    some.stream().allMatch(Answer::greedy)));
            at += part.size();
        }
        return pairs;
    }

    @Override
    public Sums sums(List<Answer> answers) {
        return Sums.ofItem(counts(answers));
    }

    private Map<String, Double> counts(List<Answer> answers) {
        Map<String, Double> counts = new TreeMap<>();
        switch (task.type()) {
            case MULTIPLE_CHOICE -> {
                List<Answer> pairs = perPair(answers);
                for (MetricSpec metric : task.metrics()) {
                    counts.put(metric.kind().written(), right(pairs, metric.kind()) ? 1.0 : 0.0);
                }
            }
            case LOGLIKELIHOOD -> {
                Answer answer = perPair(answers).get(0);
                counts.put(Sums.LOG_LIKELIHOOD, answer.logLikelihood());
                counts.put(MetricSpec.Kind.ACC.written(), answer.greedy() ? 1.0 : 0.0);
            }
            case LOGLIKELIHOOD_ROLLING -> {
                String counted = prompt.targets().get(0);
                counts.put(Sums.LOG_LIKELIHOOD, perPair(answers).get(0).logLikelihood());
                counts.put(Sums.WORDS, words(counted));
                counts.put(Sums.BYTES, (double) counted.getBytes(StandardCharsets.UTF_8).length);
            }
            case GENERATE_UNTIL -> {
                String text = generated(answers);
                for (MetricSpec metric : task.metrics()) {
                    for (AnswerFilter filter : task.filters()) {
                        String left = filter.apply(text);
                        boolean same = prompt.targets().stream()
                                .anyMatch(target -> metric.match().same(left, target));
                        counts.put(HarnessTask.name(metric, filter), same ? 1.0 : 0.0);
                    }
                }
            }
        }
        return counts;
    }

    /** Pieces that white space splits a text into, empty ones at either end included. */
    static double words(String text) {
        return SPACES.findAll(text).size() + 1.0;
    }

    private String generated(List<Answer> answers) {
        return task.generation().cut(tokenizer.decodeText(answers.get(0).ids()));
    }

    private boolean right(List<Answer> pairs, MetricSpec.Kind kind) {
        ToDoubleFunction<String> length =
                switch (kind) {
                    case ACC_NORM -> choice -> choice.codePointCount(0, choice.length());
                    case ACC_BYTES -> choice -> choice.getBytes(StandardCharsets.UTF_8).length;
                    default -> choice -> 1;
                };
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < pairs.size(); i++) {
            double value = pairs.get(i).logLikelihood()
                    / length.applyAsDouble(prompt.choices().get(i));
            if (value > most) {
                most = value;
                best = i;
            }
        }
        return prompt.gold().contains(best);
    }

    @Override
    public List<ObjectNode> samples(List<Answer> answers) {
        return task.filters().stream().map(filter -> sample(answers, filter)).toList();
    }

    private ObjectNode sample(List<Answer> answers, AnswerFilter filter) {
        ObjectNode sample = JSON.createObjectNode();
        sample.set("doc", document.fields());
        String target = prompt.choices().isEmpty()
                ? String.join(", ", prompt.targets())
                : prompt.gold().size() == 1
                        ? prompt.gold().get(0).toString()
                        : prompt.gold().toString();
        sample.put("target", target);
        sample.set("arguments", arguments());
        ArrayNode responses = sample.putArray("resps");
        ArrayNode filtered = sample.putArray("filtered_resps");
        if (task.type() == OutputType.GENERATE_UNTIL) {
            String text = generated(answers);
            responses.addArray().add(text);
            filtered.add(filter.apply(text));
        } else {
            perPair(answers).forEach(answer -> {
                responses.addArray().add(shown(answer));
                filtered.add(shown(answer));
            });
        }
        sample.put("filter", filter.name());
        ArrayNode metrics = sample.putArray("metrics");
        task.metrics().forEach(metric -> metrics.add(metric.kind().written()));
        sample.put("doc_hash", Sha256.ofText(document.fields().toString()));
        sample.put("prompt_hash", Sha256.ofText(prompt.pairs().get(0).context()));
        sample.put("target_hash", Sha256.ofText(target));
        Map<String, Double> counts = counts(answers);
        for (MetricSpec metric : task.metrics()) {
            Double value = counts.get(HarnessTask.name(metric, filter));
            sample.put(metric.kind().written(), value == null ? counts.get(Sums.LOG_LIKELIHOOD) : value);
        }
        return sample;
    }

    private ObjectNode arguments() {
        ObjectNode arguments = JSON.createObjectNode();
        for (Prompt.Pair pair : prompt.pairs()) {
            ObjectNode argument = arguments.putObject("gen_args_" + arguments.size());
            switch (task.type()) {
                case LOGLIKELIHOOD_ROLLING -> argument.put("arg_0", pair.continuation());
                case GENERATE_UNTIL -> argument.put("arg_0", pair.context());
                default -> argument.put("arg_0", pair.context()).put("arg_1", pair.continuation());
            }
        }
        return arguments;
    }

    private static ArrayNode shown(Answer answer) {
        return JSON.createArrayNode()
                .add(Double.toString(answer.logLikelihood()))
                .add(answer.greedy() ? "True" : "False");
    }
}
