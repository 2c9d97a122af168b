package io.foldline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The borders of the house: data flows one way, and each outside library has one door. */
class ArchitectureTest {
    private static final JavaClasses FOLDLINE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.foldline");

    private static final String[] STAGES = {
        "io.foldline.scorer..",
        "io.foldline.calibrator..",
        "io.foldline.solver..",
        "io.foldline.merger..",
        "io.foldline.evaluator.."
    };

    @Test
    void onlyOneModuleSeesKafka() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.foldline.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "kafka.."));
    }

    @Test
    void stagesNeverSeeEachOther() {
        check(slices().matching("io.foldline.(scorer|calibrator|solver|merger|evaluator)..")
                .should()
                .notDependOnEachOther());
    }

    @Test
    void stagesDoNotKnowHowTheyRun() {
        check(noClasses()
                .that()
                .resideInAnyPackage(STAGES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.foldline.kafka..", "io.foldline.cli.."));
    }

    @Test
    void theStageContractKnowsNoAlgorithm() {
        check(noClasses()
                .that()
                .resideInAnyPackage("io.foldline.stage..", "io.foldline.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.foldline.model..", "io.foldline.pruning.."));
    }

    @Test
    void whatStagesComputeWithKnowsNoEvents() {
        check(noClasses()
                .that()
                .resideInAnyPackage("io.foldline.checkpoint..", "io.foldline.pruning..", "io.foldline.model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.foldline.event..", "io.foldline.schemas..", "io.foldline.stage..", "org.apache.avro.."));
    }

    @Test
    void checkpointsAreReadableWithoutANetwork() {
        check(noClasses()
                .that()
                .resideInAPackage("io.foldline.checkpoint..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.foldline.storage..", "java.net.http.."));
    }

    @Test
    void onlyTheHubAndTheRegistryAreAskedOverHttp() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.foldline.storage.hub..", "io.foldline.kafka.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http.."));
    }

    @Test
    void onlyOnePackageSeesTheAwsSdk() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.foldline.storage.s3..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk.."));
    }

    @Test
    void placesKnowNothingOfStages() {
        check(noClasses()
                .that()
                .resideInAPackage("io.foldline.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.foldline.event..", "io.foldline.stage..", "io.foldline.model..", "org.apache.avro.."));
    }

    @Test
    void checkpointsAreReadableWithoutTheEngine() {
        check(noClasses()
                .that()
                .resideInAnyPackage("io.foldline.checkpoint..", "io.foldline.pruning..", "io.foldline.merger..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.."));
    }

    @Test
    void onlyTheCommandLineSpeaksToTheTerminal() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.foldline.cli..")
                .should()
                .accessField(System.class, "out"));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("io.foldline.(*)..").should().beFreeOfCycles());
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(false).check(FOLDLINE);
    }
}
