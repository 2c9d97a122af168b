package io.foldline.evaluator.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that declare tasks: those that come along, and those in a folder of the user, which go before. A file declares one
 * task or group, by the fields {@code task} or {@code group}; {@code include} names a file whose fields it takes over.
 */
public final class TaskFiles {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String INCLUDE = "include";

    /** More than files include each other in earnest. */
    private static final int MAX_INCLUDES = 16;

    private final Map<String, Source> users = new LinkedHashMap<>();
    /** Those that came along and were read. */
    private final Map<String, Source> read = new HashMap<>();

    /** A file, not read further than to know what it declares. */
    private record Source(ObjectNode fields, String where) {
        String name() {
            return fields.path(TaskGroup.NAME)
                    .asText(fields.path(TaskDefinition.NAME).asText());
        }

        boolean group() {
            return fields.has(TaskGroup.NAME);
        }
    }

    private static final class Shipped {
        static final List<String> NAMES =
                List.of(resource("index.txt").orElseThrow().split("\n"));
    }

    private TaskFiles() {}

    /**
     * The files that come along, and those of a folder.
     *
     * @param folder path or URI; null: none
     * @throws InputException if there is no such folder, or a file in it cannot be read
     */
    public static TaskFiles of(@Nullable String folder) {
        TaskFiles files = new TaskFiles();
        if (folder != null) {
            files.addAll(Locations.path(folder));
        }
        return files;
    }

    /** Names of the tasks and groups that come along; those inside of a group are not among them. */
    public static List<String> shipped() {
        return Shipped.NAMES;
    }

    private void addAll(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder + ": no such folder of task files");
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> files = paths.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            for (Path file : files) {
                Source source = source(
                        Files.readString(file, StandardCharsets.UTF_8),
                        file.toString(),
                        include -> beside(file, include),
                        MAX_INCLUDES);
                if (source.name().isEmpty()) {
                    continue;
                }
                Source other = users.putIfAbsent(source.name(), source);
                if (other != null) {
                    throw new InputException(
                            "%s: declares %s, and so does %s".formatted(file, source.name(), other.where()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> beside(Path file, String name) throws IOException {
        Path other = file.resolveSibling(name);
        return Files.isRegularFile(other)
                ? Optional.of(Files.readString(other, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** Text of a file that another one includes, if there is one. */
    @FunctionalInterface
    private interface Included {
        Optional<String> read(String name) throws IOException;
    }

    private static Source source(String text, String where, Included included, int includes) throws IOException {
        if (text.contains("!function")) {
            throw new InputException(
                    where + ": calls a function of Python, by !function; say it with a Jinja template instead");
        }
        JsonNode node;
        try {
            node = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InputException("%s: malformed YAML: %s".formatted(where, e.getOriginalMessage()), e);
        }
        if (!(node instanceof ObjectNode fields)) {
            throw new InputException(where + ": expected a task file, which is a list of fields with values");
        }
        JsonNode include = fields.remove(INCLUDE);
        if (include == null) {
            return new Source(fields, where);
        }
        if (includes == 0) {
            throw new InputException(where + ": files include each other without end");
        }
        String base = included.read(include.asText())
                .orElseThrow(() ->
                        new InputException("%s: includes %s, which is not there".formatted(where, include.asText())));
        ObjectNode all = source(base, include.asText(), included, includes - 1).fields();
        all.setAll(fields);
        return new Source(all, where);
    }

    private Source source(String name) {
        return find(name)
                .orElseThrow(() -> new InputException(
                        "no task \"%s\"; there are %s%s".formatted(name, String.join(", ", shipped()), shownUsers())));
    }

    /** The file that declares a name, if there is one. */
    private Optional<Source> find(String name) {
        Source known = users.getOrDefault(name, read.get(name));
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> text = name.matches("\\w+") ? resource(name + ".yaml") : Optional.empty();
        text.ifPresent(found -> read.put(name, shipped(found, name + ".yaml")));
        return Optional.ofNullable(read.get(name));
    }

    private static Source shipped(String text, String where) {
        try {
            return source(text, where, TaskFiles::resource, MAX_INCLUDES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the folder of the user declares, for messages; empty where there is none. */
    public String shownUsers() {
        return users.isEmpty() ? "" : ", and in the folder of task files " + String.join(", ", users.keySet());
    }

    private static Optional<String> resource(String name) {
        try (InputStream in = TaskFiles.class.getResourceAsStream("files/" + name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a task or group of that name is declared. */
    public boolean has(String name) {
        return find(name).isPresent();
    }

    /** The group of a name; empty where it is a task. */
    public Optional<TaskGroup> group(String name) {
        Source source = source(name);
        return source.group() ? Optional.of(TaskGroup.read(source.fields(), source.where())) : Optional.empty();
    }

    /**
     * The task of a name.
     *
     * @throws InputException if there is none, or its file cannot be understood
     */
    public TaskDefinition task(String name) {
        Source source = source(name);
        return TaskDefinition.read(source.fields(), source.where());
    }

    /**
     * A group and all groups in it, each before those inside of it.
     *
     * @throws InputException if a group holds itself
     */
    public List<TaskGroup> groups(TaskGroup group) {
        List<TaskGroup> groups = new ArrayList<>();
        addGroups(group, groups, List.of());
        return groups;
    }

    private void addGroups(TaskGroup group, List<TaskGroup> groups, List<String> around) {
        if (around.contains(group.name())) {
            throw new InputException("group %s holds itself".formatted(group.name()));
        }
        groups.add(group);
        List<String> path =
                Stream.concat(around.stream(), Stream.of(group.name())).toList();
        for (String member : group.members()) {
            group(member).ifPresent(inner -> addGroups(inner, groups, path));
        }
    }
}
