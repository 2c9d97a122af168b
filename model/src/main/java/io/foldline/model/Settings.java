package io.foldline.model;

import io.foldline.checkpoint.InputException;
import java.util.List;

/** A configuration as a family reads it: what it says for each setting that the family has. */
record Settings(Family family, ConfigReader config) {
    int required(Setting setting) {
        return config.requiredCount(key(setting));
    }

    int count(Setting setting, int otherwise) {
        return family.has(setting) ? config.count(key(setting), otherwise) : otherwise;
    }

    double positive(Setting setting, double otherwise) {
        return family.has(setting) ? config.positive(key(setting), otherwise) : otherwise;
    }

    boolean flag(Setting setting, boolean otherwise) {
        return family.has(setting) ? config.flag(key(setting), otherwise) : otherwise;
    }

    String text(Setting setting, String otherwise) {
        return family.has(setting) ? config.text(key(setting), otherwise) : otherwise;
    }

    boolean has(Setting setting) {
        return family.has(setting) && config.has(key(setting));
    }

    InputException unusable(Setting setting, String expected) {
        return config.unusable(key(setting), expected);
    }

    /** The key that the configuration uses, or the first one where it uses none. */
    String key(Setting setting) {
        List<String> keys = family.keys().getOrDefault(setting, List.of());
        return keys.stream().filter(config::has).findFirst().orElseGet(() -> family.key(setting));
    }
}
