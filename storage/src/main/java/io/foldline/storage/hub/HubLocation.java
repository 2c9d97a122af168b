package io.foldline.storage.hub;

import io.foldline.checkpoint.InputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository of the hub as users write it: {@code hf://org/name[@revision]} for a model,
 * {@code hf://datasets/org/name[@revision][/path]} for a data set and what lies below a path in it.
 *
 * @param kind what it holds
 * @param repo name, usually with its owner, such as {@code org/name}
 * @param revision branch, tag or commit
 * @param path folder or file in the repository; empty: all of it
 */
public record HubLocation(RepoKind kind, String repo, String revision, String path) {
    /** What locations of the hub begin with. */
    public static final String SCHEME = "hf://";

    private static final String DEFAULT_REVISION = "main";
    private static final String NAME = "[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?";
    private static final Pattern MODEL = Pattern.compile("(" + NAME + "(?:/" + NAME + ")?)(?:@(.+))?");
    private static final Pattern DATASET =
            Pattern.compile("datasets/(" + NAME + "/" + NAME + ")(?:@(refs/(?:convert|pr)/[^/]+|[^/]+))?(?:/(.*))?");
    private static final Pattern REVISION =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*(/[A-Za-z0-9_][A-Za-z0-9._+-]*)*");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /**
     * Reads a location.
     *
     * @throws InputException if it names no model and no data set
     */
    public static HubLocation parse(String location) {
        String rest = location.startsWith(SCHEME) ? location.substring(SCHEME.length()) : "";
        Matcher matcher = (rest.startsWith("datasets/") ? DATASET : MODEL).matcher(rest);
        if (!matcher.matches()) {
            throw refused(location);
        }
        String revision = matcher.group(2) == null ? DEFAULT_REVISION : matcher.group(2);
        String repo = matcher.group(1);
        if (!REVISION.matcher(revision).matches()
                || (revision + "/" + repo).contains("..")
                || repo.contains("--")
                || repo.startsWith("spaces/")) {
            throw refused(location);
        }
        if (!rest.startsWith("datasets/")) {
            return new HubLocation(RepoKind.MODEL, repo, revision, "");
        }
        String path = matcher.group(3) == null ? "" : matcher.group(3).replaceAll("/+$", "");
        if (!path.isEmpty() && !HubFile.isPath(path)) {
            throw refused(location);
        }
        return new HubLocation(RepoKind.DATASET, repo, revision, path);
    }

    private static InputException refused(String location) {
        return new InputException(
                "%s: not a location of the hub, expected hf://org/name or hf://org/name@revision for a model, hf://datasets/org/name for a data set"
                        .formatted(location));
    }

    /** Whether the revision is a commit, so that the location means the same for ever. */
    public boolean isPinned() {
        return COMMIT.matcher(revision).matches();
    }

    /** The same at another revision. */
    public HubLocation at(String other) {
        return new HubLocation(kind, repo, other, path);
    }

    /** The whole repository at the same revision. */
    public HubLocation whole() {
        return new HubLocation(kind, repo, revision, "");
    }

    /** Name of the repository without its owner. */
    public String name() {
        return repo.substring(repo.indexOf('/') + 1);
    }

    /** The location as users write it. */
    public String uri() {
        return SCHEME
                + kind.prefix()
                + repo
                + (revision.equals(DEFAULT_REVISION) ? "" : "@" + revision)
                + (path.isEmpty() ? "" : "/" + path);
    }

    @Override
    public String toString() {
        return uri();
    }
}
