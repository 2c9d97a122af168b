package io.foldline.model;

/**
 * A mixture of experts in the place of one MLP (Shazeer et al., arXiv:1701.06538).
 *
 * @param count number of experts of a block
 * @param perToken experts that a token meets
 * @param innerWidth inner size of an expert
 * @param normalised the weights of a token's experts add up to one
 * @param sharedWidth inner size of the expert that every token meets; 0: none
 */
record Experts(int count, int perToken, int innerWidth, boolean normalised, int sharedWidth) {}
