package io.foldline.model;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Yes or no: fixed by a family, or said by a flag of the configuration. */
sealed interface Toggle {
    /** The same for every model of the family. */
    record Fixed(boolean value) implements Toggle {}

    /** As the configuration says at a key; no where it says nothing. */
    record Configured(String key) implements Toggle {}

    @JsonCreator
    static Toggle of(boolean value) {
        return new Fixed(value);
    }

    @JsonCreator
    static Toggle of(String key) {
        return new Configured(key);
    }

    default boolean in(ConfigReader config) {
        return this instanceof Configured configured
                ? config.flag(configured.key(), false)
                : this instanceof Fixed fixed && fixed.value();
    }
}
