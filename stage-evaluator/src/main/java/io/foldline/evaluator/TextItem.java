package io.foldline.evaluator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A text of which the likelihood is asked, perhaps in several windows.
 *
 * @param text as it was read
 * @param counts what the likelihood is divided by, such as tokens or words
 */
record TextItem(String name, String text, List<ModelRequest> requests, Map<String, Double> counts)
        implements EvaluationItem {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public boolean whole() {
        return true;
    }

    @Override
    public Sums sums(List<Answer> answers) {
        Map<String, Double> sums = new TreeMap<>(counts);
        sums.put(Sums.LOG_LIKELIHOOD, logLikelihood(answers));
        return Sums.ofItem(sums);
    }

    private static double logLikelihood(List<Answer> answers) {
        return answers.stream().mapToDouble(Answer::logLikelihood).sum();
    }

    @Override
    public List<ObjectNode> samples(List<Answer> answers) {
        ObjectNode sample = JSON.createObjectNode();
        sample.putObject("doc").put("text", text);
        sample.put("target", text).put(Sums.LOG_LIKELIHOOD, logLikelihood(answers));
        counts.forEach(sample::put);
        return List.of(sample);
    }
}
