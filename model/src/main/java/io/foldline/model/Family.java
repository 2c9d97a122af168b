package io.foldline.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A model family, declared in {@code families/<model_type>.json}: how its configuration and tensors are spelled and which
 * kind each part of its blocks is. A declaration names only what differs from the one that it is {@code like}; null takes
 * something away, and {@code variants} change it where the configuration says what stands in {@code when}.
 *
 * @param modelType {@code model_type} in {@code config.json}: the name of the file
 * @param classes what {@code architectures} may hold, compared without case
 * @param norm kind of all norms
 * @param position how tokens learn where they stand
 * @param positionOffset rows of the table of learned positions before that of the first token
 * @param parallel attention and MLP both read what goes into the block
 * @param fused how a single query, key and value projection is laid out
 * @param transposed the blocks' linear layers are stored inputs × outputs
 * @param embeddingScaled the embedding is multiplied by the root of the width, rounded to the compute dtype
 * @param innerPerWidth inner size of the MLP over the width, where the configuration does not say; 0: it has to
 * @param queryKeyNorm what a norm of queries and keys spans
 * @param expertsNormalised the weights of a token's experts are made to add up to one
 * @param sliding which blocks' attention slides, where the configuration has a window and no list of kinds
 * @param causal tokens see those before them only
 * @param section key of the object in {@code config.json} that describes the tower with the blocks; empty: the whole file does
 * @param batchedEmbeddings class token and positions are stored with a leading dimension of 1
 * @param optionalPrefix what the names of all tensors may start with, or lack, together
 * @param keys configuration keys by what they say; of several the first one that is there counts
 * @param biases which linear layers have a bias
 * @param defaults values of configuration keys that are absent, as in transformers
 * @param fixed values that count whatever the configuration says
 * @param requires values, one or several, of which configuration keys must have one where they are there
 * @param refuses keys that must be absent or null
 * @param ropeTypes names of rotary embeddings that mean others here
 */
record Family(
        String modelType,
        List<String> classes,
        Norm norm,
        Position position,
        int positionOffset,
        Toggle parallel,
        Fused fused,
        boolean transposed,
        boolean embeddingScaled,
        int innerPerWidth,
        QueryKeyNorm queryKeyNorm,
        Toggle expertsNormalised,
        Sliding sliding,
        boolean causal,
        String section,
        boolean batchedEmbeddings,
        String optionalPrefix,
        Map<Setting, List<String>> keys,
        Map<Biased, Toggle> biases,
        Map<String, JsonNode> defaults,
        Map<String, JsonNode> fixed,
        Map<String, JsonNode> requires,
        List<String> refuses,
        Map<String, String> ropeTypes,
        Map<Part, String> tensors) {

    /** Kinds of norm. */
    enum Norm {
        /** Root mean square, computed in float32 (Zhang and Sennrich, arXiv:1910.07467). */
        RMS,
        /** The same with weights that are stored minus one. */
        RMS_UNIT_OFFSET,
        /** Mean and variance, with a bias (Ba et al., arXiv:1607.06450). */
        LAYER
    }

    /** Kinds of position encoding. */
    enum Position {
        /** Rotation of queries and keys; halves, not pairs. */
        ROTARY,
        /** A table that is added to the embedding. */
        LEARNED
    }

    /** Layouts of query, key and value projection in one. */
    enum Fused {
        /** All queries, all keys, all values. */
        STACKED,
        /** For each key and value head its queries, its key, its value. */
        GROUPED
    }

    /** What a norm of queries and keys spans. */
    enum QueryKeyNorm {
        /** One head. */
        HEAD,
        /** All heads together. */
        WIDTH
    }

    /** Which blocks' attention slides where there is a window. */
    enum Sliding {
        ALL,
        /** Those from a number on. */
        FROM_FIRST,
        /** All but every so many. */
        BETWEEN_PERIODS,
        /** Those in which nothing is rotated. */
        UNROTATED
    }

    /** Linear layers that may have a bias. */
    enum Biased {
        /** Queries, keys and values. */
        ATTENTION,
        ATTENTION_OUTPUT,
        MLP,
        HEAD,
        /** The convolution over the patches of an image. */
        PATCHES
    }

    boolean has(Part part) {
        return tensors.containsKey(part);
    }

    boolean has(Setting setting) {
        return keys.containsKey(setting);
    }

    /** The name of a part that the family has. */
    String name(Part part) {
        String name = tensors.get(part);
        if (name == null) {
            throw new IllegalStateException(modelType + " has no " + part);
        }
        return name;
    }

    /** The first key of a setting that the family has: what messages name, and what is written. */
    String key(Setting setting) {
        List<String> names = keys.get(setting);
        if (names == null) {
            throw new IllegalStateException(modelType + " has no " + setting);
        }
        return names.get(0);
    }

    /** The same family in the spelling of checkpoints that leave {@link #optionalPrefix} out. */
    Family withoutPrefix() {
        Map<Part, String> names = new EnumMap<>(tensors);
        names.replaceAll(
                (part, name) -> name.startsWith(optionalPrefix) ? name.substring(optionalPrefix.length()) : name);
        return new Family(
                modelType,
                classes,
                norm,
                position,
                positionOffset,
                parallel,
                fused,
                transposed,
                embeddingScaled,
                innerPerWidth,
                queryKeyNorm,
                expertsNormalised,
                sliding,
                causal,
                section,
                batchedEmbeddings,
                "",
                keys,
                biases,
                defaults,
                fixed,
                requires,
                refuses,
                ropeTypes,
                names);
    }
}
