package dev.freshet.metrics;

/**
 * All meters at one moment.
 *
 * @param contentType the format that was agreed upon
 * @param text in that format
 */
public record Exposition(String contentType, String text) {}
