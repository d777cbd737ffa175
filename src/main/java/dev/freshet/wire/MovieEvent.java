package dev.freshet.wire;

import org.jspecify.annotations.Nullable;

/**
 * A validated record of the {@code movies} topic.
 *
 * @param movieId 1 to 128 bytes of UTF-8
 * @param movie as it now is; null takes it out of the catalogue
 */
public record MovieEvent(String movieId, @Nullable Movie movie) {}
