package io.foldline.cli.report;

import io.foldline.checkpoint.Locations;
import io.foldline.cli.request.RunFileWriter;
import io.foldline.cli.story.RunStory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What accompanies a checkpoint once its run has completed: report, run file, model card with scores. */
public final class OutputFiles {
    /** The report with its pictures. */
    public static final String REPORT = "report.html";

    private OutputFiles() {}

    /** Writes them into the output folder, each replaced as a whole. */
    public static void write(RunStory story) throws IOException {
        Path folder = Locations.path(story.merged().getOutput());
        Path card = folder.resolve("README.md");
        String before = Files.exists(card) ? Files.readString(card) : "";
        replace(card, before + Card.scores(story));
        replace(folder.resolve("foldline_run.yaml"), RunFileWriter.of(story.request()));
        replace(folder.resolve(REPORT), RunReport.of(story));
    }

    private static void replace(Path file, String content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
