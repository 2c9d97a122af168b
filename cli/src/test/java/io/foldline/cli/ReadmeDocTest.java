package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.cli.command.FoldlineCommand;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README does what it says: its commands are run, one block after the other, as a reader would. */
class ReadmeDocTest {
    /** Runs these tests. */
    private static final String TEST_COMMAND = "mvn -B verify";

    @TempDir
    Path folder;

    @Test
    void theCommandsWork() throws IOException, InterruptedException {
        Path repository = Fixtures.repository();
        Files.createSymbolicLink(folder.resolve("foldline"), repository.resolve("foldline"));
        Files.createSymbolicLink(folder.resolve("examples"), repository.resolve("examples"));
        List<String> blocks = blocks("bash");
        assertThat(blocks).startsWith("./foldline demo", TEST_COMMAND).hasSizeGreaterThan(3);

        for (String block : blocks) {
            if (!block.equals(TEST_COMMAND)) {
                run(block);
            }
        }
        assertThat(folder.resolve("demo-small")).isDirectoryContaining("glob:**/report.html");
        assertThat(folder.resolve("foldline-demo-out/replaceme-ls/config.json")).exists();
        assertThat(folder.resolve("distances.csv")).content().startsWith("kept,removed,first,last,distance\n0,3,");
    }

    @Test
    void theCommandsForAClusterAreUnderstood() throws IOException {
        for (String line : String.join("\n", blocks("console")).split("\n", -1)) {
            assertThat(line).startsWith("foldline ");
            String command = line.substring("foldline ".length()).replaceFirst(" +#.*", "");
            FoldlineCommand.line().parseArgs(command.split(" "));
        }
    }

    private void run(String block) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-c", block)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("XDG_DATA_HOME", folder.resolve("share").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).as(block).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as("%s%n%s", block, Files.readString(log))
                .isZero();
    }

    private static List<String> blocks(String language) throws IOException {
        Pattern block = Pattern.compile("^```" + language + "\\n(.*?)\\n```$", Pattern.DOTALL | Pattern.MULTILINE);
        return block.matcher(Files.readString(Fixtures.repository().resolve("README.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
