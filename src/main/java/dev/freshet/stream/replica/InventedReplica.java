package dev.freshet.stream.replica;

import dev.freshet.online.Factors;
import dev.freshet.online.MovieTakes;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.MovieEvent;
import dev.freshet.wire.MovieParser;
import dev.freshet.wire.RejectedException;
import dev.freshet.wire.StoredMovie;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A replica of invented movies, filled as its topics would fill it, to measure what it holds. */
public final class InventedReplica {

  private static final String[] GENRES = {
    "Action", "Adventure", "Animation", "Comedy", "Crime", "Documentary", "Drama", "Fantasy",
    "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western"
  };

  private static final String TITLE = "A Title of about Thirty Characters";

  private final int movies;
  private final OnlineSgd sgd;
  private final MovieReplica replica;
  private final MovieParser parser = new MovieParser();

  /** An empty one, of one partition. */
  public InventedReplica(int movies, int rank) {
    this.movies = movies;
    this.sgd = new OnlineSgd(OnlineSgd.Settings.defaults().withRank(rank), Scale.MOVIELENS);
    this.replica = new MovieReplica(sgd, 1);
  }

  /** The replica itself. */
  public MovieReplica replica() {
    return replica;
  }

  private static String id(int movie) {
    return "tt%06d".formatted(movie);
  }

  /** Reads the whole catalogue: titles of 24 to 34 characters, one to three genres. */
  public void readCatalogue() {
    SplittableRandom random = new SplittableRandom(1);
    for (int movie = 0; movie < movies; movie++) {
      StringBuilder genres = new StringBuilder();
      for (int g = random.nextInt(3); g >= 0; g--) {
        genres.append(genres.isEmpty() ? "" : "|").append(GENRES[random.nextInt(GENRES.length)]);
      }
      String title = TITLE.substring(random.nextInt(11));
      replica.take(parsed(id(movie), title, genres.toString()));
    }
  }

  private MovieEvent parsed(String id, String title, String genres) {
    String json =
        "{\"title\":\"%s\",\"genres\":\"%s\",\"year\":1999}".formatted(title.strip(), genres);
    try {
      return parser.parse(
          id.getBytes(StandardCharsets.UTF_8), json.getBytes(StandardCharsets.UTF_8));
    } catch (RejectedException e) {
      throw new IllegalStateException("an invented movie is not valid", e);
    }
  }

  /** Reads factors of all movies in a generation. */
  public void readFactors(int generation) {
    for (int movie = 0; movie < movies; movie++) {
      Factors start = sgd.starts().newMovie(id(movie), generation);
      replica.putFactors(
          id(movie), new Factors(generation, 1, start.bias(), start.baseline(), start.vector()));
    }
  }

  /** Reads takes of all movies, each after so many others. */
  public void readTakes(int predecessors) {
    SplittableRandom random = new SplittableRandom(2);
    for (int movie = 0; movie < movies; movie++) {
      List<String> before =
          random
              .ints(0, movies)
              .distinct()
              .limit(predecessors)
              .mapToObj(InventedReplica::id)
              .toList();
      float[] weights = new float[before.size()];
      Arrays.fill(weights, 1);
      MovieTakes takes = new MovieTakes(1, 0, new float[] {1, 1, 1}, before, weights);
      replica.put(id(movie), new StoredMovie(replica.factorsOf(id(movie)), takes));
    }
  }

  /** The generation is whole. */
  public void complete(int generation) {
    replica.take(new GenerationMark(0, generation));
  }

  /** A task whose users are in the generation begins, or has moved all its users to it. */
  public void usersAreIn(int generation) {
    replica.startsScoring();
    replica.usersAreIn(0, generation);
  }
}
