package dev.freshet.data;

import dev.freshet.online.InteractionWeights;
import dev.freshet.online.Scale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a rating file is read, where people know more of it than it shows.
 *
 * @param scale what ratings must lie on; null for the scale that the data shows
 * @param columns what the columns hold; null where the first line says it
 * @param missing ratings that mean that nobody rated
 * @param skipsBadLines whether lines that cannot be used are left out instead of refusing the file
 * @param accepted names of events that may occur; null for all
 * @param bounds the scale of ratings, unless they are all the same and thus none; null for any
 */
public record Reading(
    @Nullable Scale scale,
    @Nullable Columns columns,
    Set<Float> missing,
    boolean skipsBadLines,
    @Nullable InteractionWeights accepted,
    @Nullable Scale bounds) {

  /** As the file shows. */
  public static final Reading AS_IT_SHOWS = new Reading(null, null, Set.of(), false);

  /** A reading in which events may have any name. */
  public Reading(
      @Nullable Scale scale, @Nullable Columns columns, Set<Float> missing, boolean skipsBadLines) {
    this(scale, columns, missing, skipsBadLines, null, null);
  }

  /** Copies the values. */
  public Reading {
    missing = Set.copyOf(missing);
  }

  /** A copy with a scale; null for the scale that the data shows. */
  public Reading on(@Nullable Scale other) {
    return new Reading(other, columns, missing, skipsBadLines, accepted, bounds);
  }

  /** A copy in which events have names that are accepted; null for any. */
  public Reading accepting(@Nullable InteractionWeights names) {
    return new Reading(scale, columns, missing, skipsBadLines, names, bounds);
  }

  /** A copy in which ratings are between bounds; null for any. */
  public Reading within(@Nullable Scale least) {
    return new Reading(scale, columns, missing, skipsBadLines, accepted, least);
  }
}
