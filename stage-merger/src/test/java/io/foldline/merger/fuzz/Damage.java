package io.foldline.merger.fuzz;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Damages a checkpoint folder in one or two places. */
final class Damage {
    private final Random random;
    private final Traps traps;

    Damage(Random random) {
        this.random = random;
        this.traps = new Traps(random);
    }

    void apply(Mutant mutant) {
        int places = random.nextInt(4) == 0 ? 2 : 1;
        for (int i = 0; i < places; i++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> header(mutant);
                case 4, 5, 6 -> mutant.config = text(mutant.config);
                case 7, 8 -> index(mutant);
                default -> traps.set(mutant);
            }
        }
    }

    private byte @Nullable [] text(byte @Nullable [] text) {
        return text == null ? null : damaged(text);
    }

    private byte[] damaged(byte[] text) {
        if (random.nextInt(3) == 0) {
            return new ByteMutator(random).mutate(text);
        }
        try {
            return new JsonMutator(random)
                    .mutate(new String(text, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (UncheckedIOException e) {
            // Damaged before, so that it is no JSON any more.
            return new ByteMutator(random).mutate(text);
        }
    }

    private void header(Mutant mutant) {
        String name = anyWeightFile(mutant);
        WeightFile file = mutant.weights.get(name);
        if (file == null) {
            return;
        }
        mutant.weights.put(
                name,
                switch (random.nextInt(12)) {
                    case 0 -> file.withClaimed(length(file));
                    case 1 -> file.withDataBytes(file.dataBytes() + random.nextInt(33) - 16);
                    case 2 -> file.withDataBytes((long) (file.dataBytes() * random.nextDouble()));
                    case 3 -> file.withGarbage(garbage());
                    case 4 -> WeightFile.of(many(), 0);
                    default -> WeightFile.of(damaged(file.header()), file.dataBytes());
                });
    }

    private long length(WeightFile file) {
        long real = file.header().length;
        List<Long> lengths = List.of(
                0L,
                1L,
                2L,
                real - 1,
                real + 1,
                real + file.dataBytes(),
                real + file.dataBytes() + 1,
                99_999_999L,
                100_000_000L,
                100_000_001L,
                (1L << 31) - 1,
                1L << 31,
                1L << 32,
                1L << 53,
                Long.MAX_VALUE,
                -1L,
                Long.MIN_VALUE,
                random.nextLong());
        return lengths.get(random.nextInt(lengths.size()));
    }

    private byte[] garbage() {
        byte[] garbage = new byte[1 + random.nextInt(4000)];
        random.nextBytes(garbage);
        return garbage;
    }

    /** A header of very many tensors of no size. */
    private String many() {
        int count = random.nextInt(20_000);
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            header.append("\"t").append(i).append("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},");
        }
        return header.append("\"last\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}")
                .toString();
    }

    private void index(Mutant mutant) {
        switch (random.nextInt(8)) {
            case 0 -> mutant.weights.remove(anyWeightFile(mutant));
            case 1 -> mutant.index = null;
            case 2 -> swap(mutant);
            case 3 ->
                mutant.index =
                        "{\"weight_map\":{\"a\":\"model.safetensors.index.json\"}}".getBytes(StandardCharsets.UTF_8);
            default -> mutant.index = text(mutant.index);
        }
    }

    private void swap(Mutant mutant) {
        String one = anyWeightFile(mutant);
        String other = anyWeightFile(mutant);
        @Nullable WeightFile first = mutant.weights.get(one);
        @Nullable WeightFile second = mutant.weights.get(other);
        if (first != null && second != null) {
            mutant.weights.put(one, second);
            mutant.weights.put(other, first);
        }
    }

    private String anyWeightFile(Mutant mutant) {
        List<String> names = new ArrayList<>(mutant.weights.keySet());
        return names.isEmpty() ? "" : names.get(random.nextInt(names.size()));
    }
}
