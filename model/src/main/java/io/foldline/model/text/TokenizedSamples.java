package io.foldline.model.text;

import io.foldline.checkpoint.ContentDigest;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Token ids of calibration sets, range by range: no more texts are held than those of a range. What the ranges of a set
 * have in common is kept, the choice of its rows and the tokenizer. Safe for use by several threads.
 */
public final class TokenizedSamples implements AutoCloseable {
    /** Choices of rows that are kept: those of the runs that are at work. */
    private static final int PLANS = 8;

    private final Map<PlanKey, SamplePlan> plans = new LinkedHashMap<>();
    private @Nullable LoadedTokenizer tokenizer;

    /**
     * What a set is made of.
     *
     * @param tokenizer checkpoint folder with the tokenizer
     * @param texts which texts are wanted
     * @param maxLength length in tokens to which texts are truncated, special tokens included
     * @param chat how conversations become texts
     */
    public record Source(Path tokenizer, SampleSet texts, int maxLength, ChatSetting chat) {}

    private record PlanKey(SampleSet set, List<String> digests) {}

    private record LoadedTokenizer(Path folder, String digest, Tokenizer tokenizer) {}

    /**
     * Which row of which source each sample is.
     *
     * @throws InputException if a source cannot be read
     */
    public synchronized SamplePlan plan(SampleSet set) throws IOException {
        List<String> digests = new ArrayList<>();
        for (SampleSource source : set.sources()) {
            digests.add(TextReader.digest(source.location(), source.column()));
        }
        PlanKey key = new PlanKey(set, digests);
        SamplePlan plan = plans.get(key);
        if (plan == null) {
            plan = SamplePlan.of(set);
            if (plans.size() == PLANS) {
                plans.remove(plans.keySet().iterator().next());
            }
            plans.put(key, plan);
        }
        return plan;
    }

    /**
     * Token ids of the samples of a range.
     *
     * @throws InputException if a source cannot be read, or there are fewer samples than the range asks for
     */
    public synchronized List<int[]> ids(Source source, ItemRange range) throws IOException {
        List<Sample> samples = SampleTexts.read(source.texts(), plan(source.texts()), range);
        SampleRenderer renderer = SampleRenderer.of(source.tokenizer(), source.chat());
        return tokenizer(source.tokenizer())
                .encodeSamples(samples.stream().map(renderer::text).toList(), source.maxLength());
    }

    private Tokenizer tokenizer(Path folder) throws IOException {
        String digest = ContentDigest.ofTokenizer(folder);
        LoadedTokenizer loaded = tokenizer;
        if (loaded == null || !loaded.folder.equals(folder) || !loaded.digest.equals(digest)) {
            close();
            loaded = new LoadedTokenizer(folder, digest, Tokenizer.load(folder));
            tokenizer = loaded;
        }
        return loaded.tokenizer;
    }

    /** Frees the tokenizer. */
    @Override
    public synchronized void close() {
        if (tokenizer != null) {
            tokenizer.tokenizer.close();
            tokenizer = null;
        }
    }
}
