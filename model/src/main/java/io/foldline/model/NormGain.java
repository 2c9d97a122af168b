package io.foldline.model;

import java.util.Optional;

/**
 * What a norm multiplies by, and adds.
 *
 * @param weight name of the gain in the checkpoint
 * @param bias name of the bias, if it has one
 * @param offset what is added to the stored gain: 1 for families that store its difference from 1
 */
public record NormGain(String weight, Optional<String> bias, double offset) {
    /** @param name of the norm */
    static NormGain of(Family family, String name) {
        return new NormGain(
                name + ".weight",
                family.norm() == Family.Norm.LAYER ? Optional.of(name + ".bias") : Optional.empty(),
                family.norm() == Family.Norm.RMS_UNIT_OFFSET ? 1 : 0);
    }
}
