package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.evaluator.task.OutputType;
import io.foldline.evaluator.task.Prompt;
import io.foldline.evaluator.task.TaskDefinition;
import io.foldline.model.text.DataRecord;
import io.foldline.model.text.Tokenizer;
import io.foldline.model.text.jinja.PythonRegex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes prompts as lm-evaluation-harness does: context and continuation as one text, of which the tokens behind those of the
 * context alone are scored; space at the end of the context belongs to the continuation; what is too long is cut at the
 * front. Each text is encoded once.
 */
final class PromptEncoder {
    private static final Logger LOG = LoggerFactory.getLogger(PromptEncoder.class);
    private static final PythonRegex SPACE_AT_END = PythonRegex.of("\\s+\\z");

    private final Context context;
    private final Tokenizer tokenizer;
    private final TaskDefinition task;
    private final OptionalInt prefix;
    private final String prefixText;

    PromptEncoder(TaskDefinition task, Context context) {
        this.task = task;
        this.context = context;
        this.tokenizer = context.tokenizer();
        this.prefix = tokenizer.bos().isPresent() ? tokenizer.bos() : tokenizer.eos();
        this.prefixText = prefix.isPresent() ? tokenizer.decode(new int[] {prefix.getAsInt()}) : "";
    }

    /**
     * The items of documents.
     *
     * @param prompts of each document
     * @throws InputException if a continuation has no tokens
     */
    List<EvaluationItem> items(List<DataRecord> documents, List<Prompt> prompts, int first) {
        Map<String, int[]> encoded = encoded(prompts);
        List<EvaluationItem> items = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            String name = task.name() + ", document " + (first + i);
            List<List<ModelRequest>> parts = new ArrayList<>();
            for (Prompt.Pair pair : prompts.get(i).pairs()) {
                parts.add(requests(pair, encoded, name));
            }
            items.add(new PromptItem(name, task, documents.get(i), prompts.get(i), parts, tokenizer));
        }
        return items;
    }

    private Map<String, int[]> encoded(List<Prompt> prompts) {
        Set<String> texts = new LinkedHashSet<>();
        for (Prompt prompt : prompts) {
            for (Prompt.Pair pair : prompt.pairs()) {
                if (!pair.context().isEmpty()) {
                    texts.add(start(pair));
                }
                if (!pair.context().isEmpty() || task.type() == OutputType.LOGLIKELIHOOD_ROLLING) {
                    texts.add(whole(pair));
                }
            }
        }
        List<String> begun = texts.stream().filter(this::beginsWithPrefix).toList();
        List<String> others =
                texts.stream().filter(text -> !beginsWithPrefix(text)).toList();
        List<int[]> ids = tokenizer.encodeAll(others, Integer.MAX_VALUE);
        Map<String, int[]> encoded = new HashMap<>();
        for (int i = 0; i < others.size(); i++) {
            encoded.put(others.get(i), ids.get(i));
        }
        begun.forEach(text -> encoded.put(text, tokenizer.encodePlain(text)));
        return encoded;
    }

    /** Special tokens are left out where the text already begins with the one that would come first. */
    private boolean beginsWithPrefix(String text) {
        return !prefixText.isEmpty() && text.startsWith(prefixText);
    }

    /** The context, without space at its end where something follows. */
    private String start(Prompt.Pair pair) {
        return task.type() == OutputType.GENERATE_UNTIL ? pair.context() : SPACE_AT_END.replace(pair.context(), "", 1);
    }

    private static String whole(Prompt.Pair pair) {
        return pair.context() + pair.continuation();
    }

    private List<ModelRequest> requests(Prompt.Pair pair, Map<String, int[]> encoded, String name) {
        if (task.type() == OutputType.LOGLIKELIHOOD_ROLLING) {
            return RollingWindows.of(get(encoded, whole(pair)), prefix(), context.length());
        }
        if (task.type() == OutputType.GENERATE_UNTIL) {
            return List.of(new ModelRequest.Continuation(prompt(pair, encoded), task.generation()));
        }
        int[] before;
        int[] whole;
        if (start(pair).isEmpty()) {
            int[] alone = tokenizer.encodePlain(whole(pair));
            before = new int[] {prefix()};
            whole = alone.length > 0 && alone[0] == prefix() ? alone : joined(before, alone);
        } else {
            before = get(encoded, start(pair));
            whole = get(encoded, whole(pair));
        }
        if (whole.length <= before.length) {
            throw new InputException("%s: the continuation '%s' has no tokens of its own behind its context"
                    .formatted(name, pair.continuation()));
        }
        return likelihood(before, Arrays.copyOfRange(whole, before.length, whole.length), name);
    }

    private int[] prompt(Prompt.Pair pair, Map<String, int[]> encoded) {
        int[] ids = pair.context().isEmpty() ? new int[] {prefix()} : get(encoded, start(pair));
        int room = context.length() - task.generation().maxTokens();
        if (room < 1) {
            throw new InputException(
                    "%s generates up to %d tokens, but the context has %d; lower max_gen_toks in its task file"
                            .formatted(task.name(), task.generation().maxTokens(), context.length()));
        }
        return Arrays.copyOfRange(ids, Math.max(0, ids.length - room), ids.length);
    }

    /** A continuation that is longer than the context is scored in rolling windows, behind the last token before it. */
    private List<ModelRequest> likelihood(int[] before, int[] continuation, String name) {
        int length = context.length();
        if (continuation.length <= length) {
            int[] all = joined(before, continuation);
            int[] seen = Arrays.copyOfRange(all, Math.max(0, all.length - length - 1), all.length);
            return List.of(new ModelRequest.Likelihood(seen, seen.length - continuation.length));
        }
        LOG.warn(
                "{}: a continuation of {} tokens is longer than the context of {}; it is scored in windows",
                name,
                continuation.length,
                length);
        return RollingWindows.of(continuation, before[before.length - 1], length);
    }

    private int prefix() {
        return prefix.orElseThrow(() -> new InputException(task.name()
                + " needs a token in front of the first: tokenizer_config.json names neither bos_token nor eos_token"));
    }

    private static int[] get(Map<String, int[]> encoded, String text) {
        return Objects.requireNonNull(encoded.get(text), text);
    }

    private static int[] joined(int[] first, int[] second) {
        int[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
