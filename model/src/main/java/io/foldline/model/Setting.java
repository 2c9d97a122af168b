package io.foldline.model;

/** What a configuration may say, whatever a family calls it. A setting that a family does not name has no meaning there. */
enum Setting {
    /** Number of blocks. */
    BLOCKS,
    /** Hidden size. */
    WIDTH,
    /** Inner size of the MLP. */
    INNER_WIDTH,
    HEADS,
    /** Absent: as many as heads. */
    KEY_VALUE_HEADS,
    /** Absent: width over heads. */
    HEAD_WIDTH,
    VOCABULARY,
    /** Number of outputs of a vision model; absent: as many as there are labels. */
    OUTPUTS,
    /** Height and width of an image, in pixels. */
    IMAGE_SIZE,
    /** Height and width of a patch, in pixels. */
    PATCH_SIZE,
    /** Longest sequence, in tokens. */
    MAX_POSITIONS,
    NORM_EPSILON,
    /** Activation function of the MLP. */
    ACTIVATION,
    /** Flag: the output head is the embedding. */
    TIED_HEAD,
    /** Base period of the rotary embedding. */
    ROPE_THETA,
    /** The same for blocks whose attention slides. */
    LOCAL_ROPE_THETA,
    /** Share of a head's dimensions that is rotated. */
    ROTARY_FRACTION,
    /** List with one entry a block: 0 where nothing is rotated. */
    ROTATED_LAYERS,
    /** Every so many blocks, one in which nothing is rotated; counts where the list is absent. */
    UNROTATED_PERIOD,
    /** Tokens that a sliding attention sees. */
    WINDOW,
    /** Flag: whether attention slides at all. */
    WINDOW_ENABLED,
    /** First block whose attention slides; counts where the list of kinds is absent. */
    WINDOW_FIRST,
    /** Every so many blocks, one whose attention is full; counts where the list of kinds is absent. */
    WINDOW_PERIOD,
    /** List with one entry a block: {@code full_attention} or {@code sliding_attention}. */
    LAYER_TYPES,
    /** What the product of query and key is multiplied by; absent: one over the root of the head's width. */
    ATTENTION_SCALE,
    /** The same as one over the root of this. */
    QUERY_SCALAR,
    /** Bound of the attention's logits, by tanh. */
    ATTENTION_SOFTCAP,
    /** Bound of the output head's logits, by tanh. */
    LOGIT_SOFTCAP,
    /** What the output head's logits are divided by. */
    LOGIT_DIVISOR,
    /** What the embedding is multiplied by. */
    EMBEDDING_SCALE,
    /** What attention and MLP are multiplied by before they are added to the residual stream. */
    RESIDUAL_SCALE,
    /** Number of experts of a block. */
    EXPERTS,
    /** Experts that a token meets. */
    EXPERTS_PER_TOKEN,
    /** Inner size of an expert. */
    EXPERT_WIDTH,
    /** Inner size of the expert that every token meets. */
    SHARED_EXPERT_WIDTH,
    /** List of the numbers of blocks without experts. */
    DENSE_LAYERS,
    /** Every so many blocks, one with experts. */
    SPARSE_STEP
}
