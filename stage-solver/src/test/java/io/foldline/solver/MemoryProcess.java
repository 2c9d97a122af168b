package io.foldline.solver;

import io.foldline.calibrator.CalibratorStage;
import io.foldline.event.BlocksScored;
import io.foldline.event.Cut;
import io.foldline.event.Fold;
import io.foldline.event.Method;
import io.foldline.event.Plan;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.StatisticsGathered;
import io.foldline.model.ModelCache;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Calibrates and searches on all tokens of many texts, and tells the most memory that it has had: see {@link MemoryTest}. */
final class MemoryProcess {
    private MemoryProcess() {}

    /** @param args a folder with {@code texts.txt}, and how many texts that has */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int texts = Integer.parseInt(args[1]);
        RunRequested request = Requests.stories(folder.resolve("pruned"), texts)
                .setCalibration(Requests.calibration(folder.resolve("texts.txt"), texts, 256))
                .setMethod(Method.newBuilder(Requests.method("replaceme-cosine", RidgeKind.RELATIVE, 0))
                        .setOptions(Map.of("tokens", "0", "epochs", "1"))
                        .build())
                .build();
        Plan plan = new Plan(5, List.of(3), List.of(new Cut(2, 1)));
        InProcess inProcess = new InProcess(new FileArtifactStore(folder.toUri()));
        try (ModelCache models = new ModelCache()) {
            tell("at the start");
            StatisticsGathered gathered = inProcess.run(
                    new CalibratorStage(models, new TokenizedSamples()),
                    new BlocksScored(request, List.of(), 0L, 0L, plan, List.of(), List.of()));
            long bytes = gathered.getActivations().stream()
                    .mapToLong(file -> file.getBytes())
                    .sum();
            System.out.printf("%d tokens, %d MiB of activations%n", gathered.getTokens(), bytes >> 20);
            tell("calibrator");
            Fold fold = inProcess.run(new SolverStage(), gathered).getFolds().get(0);
            System.out.printf("relative residual %.4f%n", fold.getRelativeResidual());
            tell("solver");
        }
    }

    private static void tell(String when) throws IOException {
        long peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
        System.out.printf("%s: peak %d MiB%n", when, peak >> 10);
    }
}
