package io.foldline.scorer;

import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.event.Cut;
import io.foldline.event.Fold;
import io.foldline.event.Round;
import io.foldline.event.RunRequested;
import io.foldline.model.Variant;
import io.foldline.passes.Plans;
import io.foldline.pruning.BlockSelector;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.OptionValues;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.PruningPlan;
import io.foldline.stage.ArtifactStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The candidates of selector {@code perplexity} whose loss is measured. */
record Finalists(RunRequested request, Round round) {
    /** The selector that chooses them. */
    static BlockSelector chosenBy(RunRequested request) {
        return BlockSelectors.named(values(request).text(BlockSelectors.OF));
    }

    /** How many there are, at most. */
    static int count(RunRequested request) {
        return (int) Math.min(Integer.MAX_VALUE, values(request).whole(BlockSelectors.TOP));
    }

    private static OptionValues values(RunRequested request) {
        return BlockSelectors.PERPLEXITY.values(request.getSelector().getOptions());
    }

    /** Where they stand among the candidates that were solved for: those whose folds left least, by ascending kept block. */
    List<Integer> places() {
        List<Fold> folds = round.getFolds();
        return IntStream.range(0, folds.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> folds.get(i).getRelativeResidual()))
                .limit(count(request))
                .sorted()
                .toList();
    }

    /** Their cuts, in the order of their places. */
    List<Cut> cuts() {
        return places().stream().map(round.getPlan().getCuts()::get).toList();
    }

    /** Digests of their folds. */
    List<String> digests() {
        return places().stream()
                .map(i -> round.getFolds().get(i).getTransform().getSha256())
                .toList();
    }

    /** The models with each of them in place; where the method makes up for nothing, without its fold. */
    List<Variant> variants(ArtifactStore artifacts) throws IOException {
        boolean folds = PruningMethods.named(request.getMethod().getName()).folds();
        List<Variant> variants = new ArrayList<>();
        for (int i : places()) {
            Cut cut = round.getPlan().getCuts().get(i);
            PruningPlan plan = Plans.of(List.of(cut), round.getPlan().getBlocks());
            Map<Integer, TensorInfo> transforms = folds ? Map.of(cut.getKept(), transform(artifacts, i)) : Map.of();
            variants.add(new Variant(plan.kept(), Map.of(), transforms));
        }
        return variants;
    }

    private TensorInfo transform(ArtifactStore artifacts, int place) throws IOException {
        return SafetensorsFile.read(artifacts.get(round.getFolds().get(place).getTransform()))
                .tensor("transform");
    }
}
