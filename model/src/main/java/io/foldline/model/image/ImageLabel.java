package io.foldline.model.image;

import java.util.OptionalInt;

/**
 * What a picture is of.
 *
 * @param where what messages call that which says so
 * @param name of the class; where it has none, its number
 * @param number of the class where its source numbers them
 */
public record ImageLabel(String where, String name, OptionalInt number) {
    /** A class that is known by its name alone. */
    public static ImageLabel named(String where, String name) {
        return new ImageLabel(where, name, OptionalInt.empty());
    }
}
