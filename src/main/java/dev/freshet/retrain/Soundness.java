package dev.freshet.retrain;

import dev.freshet.online.Factors;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.GenreIds;
import org.jspecify.annotations.Nullable;

/** Whether factors can become a generation: all of them, or none. */
public final class Soundness {

  private Soundness() {}

  /**
   * What is wrong with factors that are to be published; null if nothing is.
   *
   * @param generation that they are to be
   * @param rank that their vectors must have
   */
  static @Nullable String flaw(
      int generation, int rank, Publisher.FactorSource users, Publisher.FactorSource movies) {
    Flaw flaw = new Flaw(generation, rank);
    users.each((id, factors) -> flaw.look("user", id, factors));
    movies.each(
        (id, factors) -> {
          boolean isGenre = GenreIds.isGenre(id);
          flaw.look(isGenre ? "genre" : "movie", isGenre ? GenreIds.genre(id) : id, factors);
        });
    return flaw.first;
  }

  /**
   * Why what was read back of a generation is not all of it; null if it is.
   *
   * @param of its record in {@code checkpoints}
   */
  public static @Nullable String gap(Checkpoint of, PublishedGeneration found) {
    String name = "generation " + of.generation();
    if (!found.isEndedEverywhere()) {
      return name + " is no longer kept";
    }
    Checkpoint.Content content = of.content();
    if (content == null) {
      return null; // published before counts were noted
    }
    boolean whole =
        found.users().size() == content.users() && found.movies().size() == content.movies();
    return whole
        ? null
        : String.format(
            "%s is truncated: %d of %d users and %d of %d movies are there",
            name, found.users().size(), content.users(), found.movies().size(), content.movies());
  }

  /** Looks at factors one by one and keeps the first flaw. */
  private static final class Flaw {
    private final int generation;
    private final int rank;
    private @Nullable String first;

    Flaw(int generation, int rank) {
      this.generation = generation;
      this.rank = rank;
    }

    void look(String side, String id, Factors factors) {
      if (first != null) {
        return;
      }
      String whose = "the factors of " + side + " " + id;
      if (factors.generation() != generation) {
        first = whose + " are of generation " + factors.generation() + " instead of " + generation;
      } else if (factors.vector().length != rank) {
        first = whose + " have rank " + factors.vector().length + " instead of " + rank;
      } else if (!factors.isFinite()) {
        first = whose + " are not finite numbers";
      }
    }
  }
}
