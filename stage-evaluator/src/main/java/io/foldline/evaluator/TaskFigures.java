package io.foldline.evaluator;

import java.util.Map;

/**
 * What one model achieved on one benchmark task.
 *
 * @param evaluation name of the task
 * @param items items that were measured
 * @param values metrics by name
 */
public record TaskFigures(String evaluation, long items, Map<String, Double> values) {}
