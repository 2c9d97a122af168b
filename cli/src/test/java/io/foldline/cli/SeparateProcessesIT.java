package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process a stage, two for the calibrator, against a broker in yet another process. */
class SeparateProcessesIT {
    @TempDir
    Path folder;

    @Test
    void makeTheCheckpointThatOneProcessMakes() throws IOException, InterruptedException {
        Cli one = prune("one", "--data-dir", folder.resolve("data").toString());
        assertThat(one.exit()).as(one.err()).isZero();

        List<Child> children = new ArrayList<>();
        try {
            Child broker = Child.java(folder.resolve("broker.log"), BrokerProcess.class, folder.resolve("broker"));
            children.add(broker);
            String address = broker.await(" .").replaceAll("(?s).*listening on (\\S+) .*", "$1");
            for (String stage : List.of("scorer", "calibrator", "calibrator", "solver", "merger", "evaluator")) {
                children.add(Child.foldline(
                        folder.resolve(stage + children.size() + ".log"),
                        "stage",
                        stage,
                        "--kafka",
                        address,
                        "--data-dir",
                        folder.resolve("services"),
                        "--artifacts",
                        folder.resolve("artifacts")));
            }
            for (Child service : children.subList(1, children.size())) {
                service.await("ready on " + address);
            }
            Cli many = prune("many", "--kafka", address);

            assertThat(many.exit()).as(many.err()).isZero();
            assertThat(Checkpoints.digests(folder.resolve("many")))
                    .isNotEmpty()
                    .isEqualTo(Checkpoints.digests(folder.resolve("one")));
        } finally {
            for (Child child : children) {
                child.close();
            }
        }
    }

    private Cli prune(String out, String... where) {
        List<Object> words = new ArrayList<>(List.of(
                "prune",
                "--model",
                Models.tiny(),
                "--drop",
                "1",
                "--samples",
                "64",
                "--tasks",
                "5",
                "--calibration",
                Fixtures.path("data/calibration/tinystories-256.jsonl"),
                "--evaluate",
                "ppl:" + Fixtures.path("data/text/tinystories-eval.jsonl"),
                "--limit",
                "16",
                "--out",
                folder.resolve(out)));
        words.addAll(List.of(where));
        return Cli.run(words.toArray());
    }
}
