package io.foldline.pruning;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a transform T is searched for on the activations of tokens, with M, Y and X as in {@link ActivationsFile}.
 *
 * @param epochs passes over the tokens, at most
 * @param learningRate of {@link Optimizer#ADAM}
 * @param batchTokens tokens of a step of {@link Optimizer#ADAM}
 * @param l1 times the sum of the magnitudes of T is added to the loss
 * @param l2 times the sum of their squares is added to the loss
 * @param tokens number of tokens to expect at most, 0 for all
 */
public record TransformSearch(
        Objective objective,
        Loss loss,
        Optimizer optimizer,
        Constraint constraint,
        int epochs,
        double learningRate,
        int batchTokens,
        double l1,
        double l2,
        long tokens) {
    /** What is compared. */
    public enum Objective {
        /** {@code M T} with {@code X − Y}. */
        FAST,
        /** {@code M T + Y} with {@code X}. */
        EXACT
    }

    /** How rows of width d are compared. */
    public enum Loss {
        /** {@code 1 − cos}; 1 where either row is zero. */
        COSINE,
        /** Mean square of the difference, over tokens and dimensions. */
        MSE
    }

    /** How the least loss is looked for. */
    public enum Optimizer {
        /** Adam (Kingma and Ba 2015), as in the paper. */
        ADAM(10),
        /** Limited-memory BFGS (Liu and Nocedal 1989), on all tokens at once. */
        LBFGS(100),
        /** Nonlinear conjugate gradients (Polak and Ribière 1969), on all tokens at once. */
        NLCG(100);

        private final int epochs;

        Optimizer(int epochs) {
            this.epochs = epochs;
        }
    }

    /** Which transforms are looked at. */
    public enum Constraint {
        FULL,
        DIAGONAL,
        /** Upper triangular, diagonal included. */
        TRIANGULAR,
        /** Rotations, by the transform of Cayley. */
        ORTHOGONAL
    }

    private static final MethodOption OBJECTIVE = choice(
            "objective",
            Objective.values(),
            Objective.FAST,
            "What is compared: fast, M T with X - Y; exact, M T + Y with X.");
    private static final MethodOption LOSS =
            choice("loss", Loss.values(), Loss.COSINE, "How: cosine distance, or mean square of the difference.");
    private static final MethodOption OPTIMIZER = choice(
            "optimizer",
            Optimizer.values(),
            Optimizer.ADAM,
            "adam goes by batches, lbfgs and nlcg by passes over all tokens.");
    private static final MethodOption CONSTRAINT =
            choice("constraint", Constraint.values(), Constraint.FULL, "Which transforms are looked at.");
    private static final MethodOption EPOCHS = new MethodOption(
            "epochs",
            "0",
            new OptionRange.Whole(0, 1_000_000),
            "Passes over the tokens, at most; 0: 10 with adam, else 100.");
    private static final MethodOption LEARNING_RATE =
            new MethodOption("learning-rate", "1e-4", new OptionRange.Decimal(1e-12, 1e3), "Step size of adam.");
    private static final MethodOption BATCH_TOKENS =
            new MethodOption("batch-tokens", "1024", new OptionRange.Whole(1, 1 << 20), "Tokens of a step of adam.");
    private static final MethodOption L1 = new MethodOption(
            "l1", "0", OptionRange.numberFrom(0), "Times the sum of magnitudes of T, added to the loss.");
    private static final MethodOption L2 =
            new MethodOption("l2", "0", OptionRange.numberFrom(0), "Times the sum of squares of T, added to the loss.");
    private static final MethodOption TOKENS = new MethodOption(
            "tokens",
            Long.toString(1L << 20),
            OptionRange.wholeFrom(0),
            "Calibration tokens to keep activations of, about and at most; 0: all.");

    /** What a request may say. */
    static final List<MethodOption> OPTIONS =
            List.of(OBJECTIVE, LOSS, OPTIMIZER, CONSTRAINT, EPOCHS, LEARNING_RATE, BATCH_TOKENS, L1, L2, TOKENS);

    /**
     * What a request says; empty for methods that search for no transform.
     *
     * @param options of the method, by name
     * @throws io.foldline.checkpoint.InputException if there is no such option, or not with that value
     */
    public static Optional<TransformSearch> of(PruningMethod method, Map<String, String> options) {
        return method.options().contains(OBJECTIVE) ? Optional.of(of(method.values(options))) : Optional.empty();
    }

    private static TransformSearch of(OptionValues values) {
        Optimizer optimizer = Optimizer.valueOf(upper(values.text(OPTIMIZER)));
        int epochs = (int) values.whole(EPOCHS);
        return new TransformSearch(
                Objective.valueOf(upper(values.text(OBJECTIVE))),
                Loss.valueOf(upper(values.text(LOSS))),
                optimizer,
                Constraint.valueOf(upper(values.text(CONSTRAINT))),
                epochs == 0 ? optimizer.epochs : epochs,
                values.number(LEARNING_RATE),
                (int) values.whole(BATCH_TOKENS),
                values.number(L1),
                values.number(L2),
                values.whole(TOKENS));
    }

    private static MethodOption choice(String name, Enum<?>[] values, Enum<?> fallback, String description) {
        String[] words = Arrays.stream(values).map(TransformSearch::word).toArray(String[]::new);
        return new MethodOption(name, word(fallback), OptionRange.oneOf(words), description);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
