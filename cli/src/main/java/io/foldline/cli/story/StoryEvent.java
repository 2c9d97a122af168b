package io.foldline.cli.story;

import java.time.Instant;

/**
 * One record of the event log.
 *
 * @param topic topic it was read from
 * @param what the record in a few words
 */
public record StoryEvent(Instant at, String topic, String what) {}
