package io.foldline.checkpoint;

import java.util.List;

/**
 * One tensor as the header of a safetensors file names it.
 *
 * @param begin first byte, counted from the end of the header
 * @param end byte behind the last one, counted likewise
 */
record HeaderEntry(String name, DType dtype, List<Long> shape, long begin, long end) {}
