package io.foldline.model;

/**
 * The parts of a model that own tensors, whatever a family calls them. A part that a family does not name is not there:
 * its blocks have no such norm, or hold queries, keys and values in one tensor.
 */
enum Part {
    /** Token embedding. */
    EMBEDDING,
    /** Embedding of the token that stands for the whole image; the name of the tensor itself. */
    CLASS_TOKEN,
    /** Convolution that makes tokens of the patches of an image. */
    PATCHES,
    /** Table of learned positions. */
    POSITIONS,
    /** Norm of what goes into the first block. */
    INPUT_NORM,
    /** What precedes a block's number. */
    BLOCK,
    /** Norm of what goes into the attention. */
    ATTENTION_NORM,
    QUERY,
    KEY,
    VALUE,
    /** Query, key and value projection in one. */
    QUERY_KEY_VALUE,
    /** Norm of the queries. */
    QUERY_NORM,
    /** Norm of the keys. */
    KEY_NORM,
    ATTENTION_OUTPUT,
    /** Norm of what comes out of the attention. */
    ATTENTION_OUTPUT_NORM,
    /** Norm of what goes into the MLP; where it is that of the attention, both read the same. */
    MLP_NORM,
    GATE,
    UP,
    /** Gate and up projection in one. */
    GATE_UP,
    DOWN,
    /** Norm of what comes out of the MLP. */
    MLP_OUTPUT_NORM,
    /** Chooses the experts of a token. */
    ROUTER,
    /** What precedes an expert's number. */
    EXPERT,
    EXPERT_GATE,
    EXPERT_UP,
    EXPERT_DOWN,
    /** The expert that every token meets; its layers are called like those of an MLP without experts. */
    SHARED_EXPERT,
    /** Weighs the shared expert. */
    SHARED_EXPERT_GATE,
    /** Norm between the last block and the output head. */
    FINAL_NORM,
    /** Output head; absent from checkpoints that tie it to the embedding. */
    HEAD
}
