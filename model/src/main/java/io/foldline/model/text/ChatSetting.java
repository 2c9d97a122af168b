package io.foldline.model.text;

import java.time.LocalDate;

/**
 * How conversations become texts.
 *
 * @param enabled whether they are rendered at all; otherwise they are refused
 * @param day what templates that ask for the time are told, at midnight; the same wherever a run is worked on
 */
public record ChatSetting(boolean enabled, LocalDate day) {}
