package io.foldline.storage.hub;

/** What a repository of the hub holds. */
public enum RepoKind {
    /** Checkpoints. */
    MODEL("models", ""),
    /** Texts, images, whatever models are trained and measured on. */
    DATASET("datasets", "datasets/");

    private final String plural;
    private final String prefix;

    RepoKind(String plural, String prefix) {
        this.plural = plural;
        this.prefix = prefix;
    }

    /** As the API and the folders of the cache call it. */
    String plural() {
        return plural;
    }

    /** What stands in front of the name in web addresses and in locations. */
    String prefix() {
        return prefix;
    }
}
