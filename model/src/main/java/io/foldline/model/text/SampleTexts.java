package io.foldline.model.text;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Reads chosen rows of sources, in one pass over each source and holding no more than those rows. */
public final class SampleTexts {
    private SampleTexts() {}

    /**
     * The samples of a range.
     *
     * @throws InputException if a row cannot be read, or is not there any more
     */
    public static List<Sample> read(SampleSet set, SamplePlan plan, ItemRange range) throws IOException {
        if (range.end() > plan.size()) {
            throw new InputException(
                    "samples %d to %d were expected, found %d in all; were the calibration texts changed during the run?"
                            .formatted(range.first(), range.end() - 1, plan.size()));
        }
        List<Sample> samples = new ArrayList<>();
        for (SamplePlan.Part part : plan.parts(range)) {
            Map<Integer, Sample> texts = new HashMap<>();
            read(set.sources().get(part.source()), part.rows(), texts::put);
            part.rows().forEach(row -> samples.add(Objects.requireNonNull(texts.get(row))));
        }
        return samples;
    }

    /**
     * Reads all samples once and keeps none.
     *
     * @param reading hears of each
     * @throws InputException if a row cannot be read
     */
    public static void forEach(SampleSet set, SamplePlan plan, Consumer<Sample> reading) throws IOException {
        for (SamplePlan.Part part : plan.parts(new ItemRange(0, plan.size()))) {
            read(set.sources().get(part.source()), part.rows(), (row, sample) -> reading.accept(sample));
        }
    }

    private static void read(SampleSource source, List<Integer> rows, BiConsumer<Integer, Sample> reading)
            throws IOException {
        Set<Integer> wanted = new HashSet<>(rows);
        int end = Collections.max(rows) + 1;
        try (TextReader reader = TextReader.open(source.location(), source.column())) {
            for (int row = 0; row < end; row++) {
                if (!wanted.contains(row)) {
                    reader.skip();
                    continue;
                }
                Sample sample = reader.nextSample();
                if (sample == null) {
                    throw new InputException("%s: text %d was expected, found %d; was it changed during the run?"
                            .formatted(source.location(), row + 1, row));
                }
                reading.accept(row, sample);
            }
        }
    }
}
