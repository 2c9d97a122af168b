package io.foldline.model;

/**
 * Where a family's {@code config.json} keeps its sizes.
 *
 * @param blocks number of decoder blocks
 * @param width hidden size
 * @param innerWidth inner size of the MLP
 * @param keyValueHeads absent: as many as heads
 * @param headWidth absent: width over heads
 * @param maxPositions longest sequence, in tokens
 * @param normEpsilon the norms' epsilon
 * @param activation the MLP's activation function
 */
public record ConfigKeys(
        String blocks,
        String width,
        String innerWidth,
        String heads,
        String keyValueHeads,
        String headWidth,
        String vocabulary,
        String maxPositions,
        String normEpsilon,
        String activation) {}
