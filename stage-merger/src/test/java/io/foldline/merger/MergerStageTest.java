package io.foldline.merger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointDraft;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.checkpoint.Manifest;
import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.ResourceException;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.checkpoint.TensorSpec;
import io.foldline.checkpoint.WriteProgress;
import io.foldline.event.CheckpointMerged;
import io.foldline.event.Fold;
import io.foldline.event.RunRequested;
import io.foldline.event.TransformsSolved;
import io.foldline.stage.CancelledException;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Naive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergerStageTest {
    private final MergerStage stage = new MergerStage();

    @TempDir
    Path folder;

    private Path model;
    private Path output;
    private FileArtifactStore artifacts;

    @BeforeEach
    void open() throws IOException {
        model = Fixtures.path("fixtures/architectures/llama-gqa");
        output = folder.resolve("out/pruned");
        artifacts = new FileArtifactStore(folder.resolve("artifacts").toUri());
    }

    @Test
    void foldsAndPublishes() throws IOException {
        GoldenFold golden = new GoldenFold(model);
        TransformsSolved solved = solved("r1", "replaceme-ls", List.of(Runs.fold(artifacts, 2, golden.transform())));
        List<Long> progress = new ArrayList<>();
        InProcess runner = new InProcess(artifacts, 1, (done, total, unit) -> {
            assertThat(unit).isEqualTo("bytes");
            assertThat(done).isLessThanOrEqualTo(total);
            progress.add(done);
        });
        CheckpointMerged merged = runner.run(stage, solved);
        Checkpoint pruned = Checkpoint.open(Locations.path(merged.getOutput()));
        Checkpoint dense = Checkpoint.open(model);
        assertThat(pruned.path()).isEqualTo(output);
        assertThat(merged.getDigest()).isEqualTo(Manifest.digest(output));
        assertThat(merged.getBytes()).isEqualTo(pruned.weightBytes()).isEqualTo(progress.get(progress.size() - 1));
        assertThat(merged.getParameters()).isEqualTo(pruned.parameters());
        assertThat(merged.getDenseParameters()).isEqualTo(dense.parameters());
        assertThat(merged.getPlan()).isEqualTo(solved.getPlan());
        assertThat(merged.getFolds()).isEqualTo(solved.getFolds());
        String down = "model.layers.2.mlp.down_proj.weight";
        double[] expected = Naive.fold(
                golden.transform().data, golden.transform().numRows, TensorReader.doubles(dense.tensor(down)));
        assertThat(TensorReader.doubles(pruned.tensor(down))[17]).isEqualTo((float) expected[17]);
        assertThat(output.resolve("README.md")).content().contains("removes 3–4 (2 of 6), folded into 2");
        assertThat(output.resolve("generation_config.json"))
                .hasSameBinaryContentAs(model.resolve("generation_config.json"));
    }

    @Test
    void aSecondDeliveryFindsTheWorkDone() throws IOException {
        TransformsSolved solved = solved("r1", "uidl", List.of());
        CheckpointMerged first = new InProcess(artifacts).run(stage, solved);
        Files.writeString(output.resolve("README.md"), "with scores");
        assertThat(new InProcess(artifacts).run(stage, solved)).isEqualTo(first);
    }

    @Test
    void twoRunsGiveTheSameWeights() throws IOException {
        List<Fold> folds = List.of(Runs.fold(artifacts, 2, new GoldenFold(model).transform()));
        new InProcess(artifacts).run(stage, solved("r1", "replaceme-ls", folds));
        Path first = output;
        output = folder.resolve("out/again");
        new InProcess(artifacts).run(stage, solved("r2", "replaceme-ls", folds));
        assertThat(output.resolve("model.safetensors")).hasSameBinaryContentAs(first.resolve("model.safetensors"));
        assertThat(output.resolve("config.json")).hasSameBinaryContentAs(first.resolve("config.json"));
    }

    @Test
    void refusesAnOutputFolderThatExists() throws IOException {
        Files.createDirectories(output);
        assertFails(solved("r1", "uidl", List.of()), InputException.class, "the output folder exists already");
    }

    @Test
    void namesAModelThatIsMissing() {
        model = folder.resolve("none");
        assertFails(solved("r1", "uidl", List.of()), InputException.class, "none: no such folder");
    }

    @Test
    void namesAPlanForAnotherModel() {
        RunRequested request = Runs.request("r1", "uidl", model, output);
        assertFails(Runs.solved(request, 12, 2, 2, List.of()), InputException.class, "a model of 12 blocks, found 6");
    }

    @Test
    void namesATransformForAnotherModel() throws IOException {
        Fold fold = Runs.fold(artifacts, 2, new DMatrixRMaj(8, 8));
        assertFails(solved("r1", "replaceme-ls", List.of(fold)), InputException.class, "is 8×8, expected 64×64");
        assertThat(output.resolveSibling("")).isEmptyDirectory();
    }

    @Test
    void namesAWeightThatIsNotANumberAndLeavesNothing() throws IOException {
        Fold fold = Runs.fold(artifacts, 2, new GoldenFold(model).transform());
        model = withNotANumber("model.layers.2.mlp.down_proj.weight");
        assertFails(
                solved("r1", "replaceme-ls", List.of(fold)),
                InputException.class,
                "tensor 'model.layers.2.mlp.down_proj.weight' holds NaN in row 1, column 3");
        assertThat(output.resolveSibling("")).isEmptyDirectory();
    }

    @Test
    void aMissingTransformIsAPassingFault() throws IOException {
        Fold fold = Runs.fold(artifacts, 2, new DMatrixRMaj(64, 64));
        Files.delete(Locations.path(fold.getTransform().getUri()));
        assertFails(solved("r1", "replaceme-ls", List.of(fold)), IOException.class, "missing");
        assertThat(output.resolveSibling("")).isEmptyDirectory();
    }

    @Test
    void cancellationLeavesNothing() {
        InProcess runner = new InProcess(artifacts, 1, (done, total, unit) -> {
            if (done > total / 2) {
                throw new CancelledException("enough");
            }
        });
        assertThatThrownBy(() -> runner.run(stage, solved("r1", "uidl", List.of())))
                .isInstanceOf(CancelledException.class);
        assertThat(output.resolveSibling("")).isEmptyDirectory();
    }

    @Test
    void aFullDiskEndsTheRunAndLeavesNothing() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", small.toString()),
                "a small file system cannot be mounted here: needs root");
        try {
            output = small.resolve("pruned");
            assertFails(solved("r1", "uidl", List.of()), ResourceException.class, "disk full");
            try (Stream<Path> left = Files.list(small)) {
                assertThat(left).isEmpty();
            }
        } finally {
            run("umount", small.toString());
        }
    }

    private Path withNotANumber(String name) throws IOException {
        Checkpoint dense = Checkpoint.open(model);
        TensorInfo damaged = dense.tensor(name);
        double[] values = TensorReader.doubles(damaged);
        values[Math.toIntExact(damaged.shape().get(1)) + 3] = Double.NaN;
        List<OutputTensor> tensors = new ArrayList<>();
        tensors.add(new OutputTensor.Computed(
                new TensorSpec(name, damaged.dtype(), damaged.shape()), sink -> sink.write(values)));
        dense.tensors().values().stream()
                .filter(tensor -> !tensor.name().equals(name))
                .forEach(tensor -> tensors.add(new OutputTensor.Copied(tensor.name(), tensor)));
        Path damagedModel = folder.resolve("damaged");
        new CheckpointWriter()
                .write(
                        new CheckpointDraft(dense, dense.config(), tensors, Map.of()),
                        damagedModel,
                        "r0",
                        WriteProgress.SILENT);
        return damagedModel;
    }

    private TransformsSolved solved(String run, String method, List<Fold> folds) {
        return Runs.solved(Runs.request(run, method, model, output), 6, 2, 2, folds);
    }

    private void assertFails(TransformsSolved solved, Class<? extends Exception> kind, String problem) {
        assertThatThrownBy(() -> new InProcess(artifacts).run(stage, solved))
                .isInstanceOf(kind)
                .hasMessageContaining(problem);
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
