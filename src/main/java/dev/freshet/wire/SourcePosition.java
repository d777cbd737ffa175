package dev.freshet.wire;

/**
 * Where in the {@code ratings} topic an event stands.
 *
 * @param partition partition of {@code ratings}
 * @param offset offset in it
 */
public record SourcePosition(int partition, long offset) {}
