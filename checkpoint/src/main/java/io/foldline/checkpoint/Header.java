package io.foldline.checkpoint;

import java.util.List;
import java.util.Map;

/** The header of a safetensors file: its {@code __metadata__} and its tensors in the order of the header. */
record Header(Map<String, String> metadata, List<HeaderEntry> entries) {}
