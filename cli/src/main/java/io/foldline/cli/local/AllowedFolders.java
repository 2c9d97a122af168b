package io.foldline.cli.local;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.evaluator.LocatedTask;
import io.foldline.storage.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Folders, and places elsewhere, that events may name. Whoever can send events can otherwise have a service read and write
 * anywhere.
 */
public final class AllowedFolders {
    /** No event is refused. */
    public static final AllowedFolders EVERYTHING = new AllowedFolders(List.of());

    /** Fields of events that hold a location. */
    static final Set<String> LOCATIONS = Set.of("model", "output", "uri", "taskData", "tasksDirectory");

    private final List<String> given;
    private final List<String> remote;
    private final List<Path> roots;

    /**
     * @param allowed folders, and beginnings of locations such as {@code hf://org}; whatever lies in or below one of them may
     *     be named; none: whatever there is
     * @throws InputException if a folder is not there
     */
    public AllowedFolders(List<String> allowed) {
        given = List.copyOf(allowed);
        remote = allowed.stream().filter(Place::isRemote).toList();
        roots = allowed.stream()
                .filter(place -> !Place.isRemote(place))
                .map(AllowedFolders::root)
                .toList();
    }

    /** @throws InputException if the event names a place outside, with links resolved */
    public void check(IndexedRecord event) {
        if (given.isEmpty()) {
            return;
        }
        for (Schema.Field field : event.getSchema().getFields()) {
            check(field.name(), event.get(field.pos()));
        }
    }

    private void check(String field, @Nullable Object value) {
        if (value instanceof IndexedRecord record) {
            check(record);
        } else if (value instanceof List<?> elements) {
            elements.forEach(element -> check(field, element));
        } else if (value instanceof CharSequence text) {
            String given = text.toString();
            if (field.equals("tasks")) {
                LocatedTask.of(given).map(LocatedTask::location).ifPresent(this::checkLocation);
            } else if (LOCATIONS.contains(field) && !given.isEmpty()) {
                checkLocation(given);
            }
        }
    }

    private void checkLocation(String location) {
        boolean inside = Place.isRemote(location)
                ? remote.stream().anyMatch(root -> isBelow(location, root))
                : roots.stream().anyMatch(real(Locations.path(location))::startsWith);
        if (!inside) {
            throw new InputException("%s: this service reads and writes below %s alone (--allow); put it there"
                    .formatted(location, given));
        }
    }

    /** Whether a location elsewhere is a root, a revision of it, or below it. */
    private static boolean isBelow(String location, String root) {
        String rest = location.startsWith(root) ? location.substring(root.length()) : "..";
        boolean whole = root.endsWith("/") || rest.isEmpty() || rest.startsWith("/") || rest.startsWith("@");
        return whole && List.of(rest.split("/")).stream().noneMatch(".."::equals);
    }

    private static Path root(String folder) {
        try {
            return Locations.path(folder).toRealPath();
        } catch (IOException e) {
            throw new InputException("--allow %s: no such folder".formatted(folder), e);
        }
    }

    /** The path with links resolved as far as it exists. */
    private static Path real(Path path) {
        List<Path> missing = new ArrayList<>();
        Path there = path;
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
            missing.add(0, there.getFileName());
            there = there.getParent();
        }
        try {
            Path real = there.toRealPath();
            for (Path name : missing) {
                real = real.resolve(name);
            }
            return real;
        } catch (IOException e) {
            throw new InputException("%s: cannot be resolved: %s".formatted(path, e), e);
        }
    }
}
