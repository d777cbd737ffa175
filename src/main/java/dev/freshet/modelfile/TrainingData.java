package dev.freshet.modelfile;

import dev.freshet.autodiff.Csr;
import dev.freshet.data.RatingFiles;
import dev.freshet.data.RatingSet;
import dev.freshet.data.Ratings;
import dev.freshet.data.Reading;
import dev.freshet.online.Scale;
import dev.freshet.train.Genres;
import dev.freshet.train.RatingTable;
import dev.freshet.wire.Movie;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Ratings with dense indices and what these stand for. Where somebody rated a movie twice, the
 * later rating stands.
 *
 * @param source what the ratings are, for people
 * @param sha256 of the file they came from
 * @param userIds the id of each user of the table
 * @param movies the movie of each index of the table
 * @param table the ratings in time order
 * @param replaced ratings left out because a later one stands
 */
public record TrainingData(
    String source,
    String sha256,
    List<String> userIds,
    List<Movie> movies,
    RatingTable table,
    int replaced) {

  /**
   * Reads the ratings of a file, on the scale that the data shows.
   *
   * @param path a file, or a folder that holds one
   * @throws dev.freshet.data.RatingFileException if it cannot be read, or holds no ratings
   */
  public static TrainingData open(Path path) {
    return of(RatingFiles.openRatings(path), path);
  }

  /**
   * Gives a set of ratings dense indices.
   *
   * @param set of ratings, and no other events
   * @param path that it was read from
   */
  public static TrainingData of(RatingSet set, Path path) {
    return of(set, path, Reading.AS_IT_SHOWS);
  }

  /**
   * Gives a set of ratings dense indices.
   *
   * @param set of ratings, and no other events
   * @param path that it was read from
   * @param reading how it was read
   */
  public static TrainingData of(RatingSet set, Path path, Reading reading) {
    return of(set, path.toString(), sha256(RatingFiles.ratingFile(path, reading)));
  }

  /** Gives a set of ratings, and no other events, dense indices. */
  public static TrainingData of(RatingSet set, String source, String sha256) {
    Ratings ratings = set.ratings();
    Map<String, Movie> catalogue = byId(set.movies());
    int[] stands = standing(ratings);
    List<Movie> movies = ratings.movieIds().stream().map(id -> movie(catalogue, id)).toList();
    return new TrainingData(
        source,
        sha256,
        ratings.userIds(),
        movies,
        table(ratings, set.scale()).withGenres(genres(movies)).select(stands),
        ratings.size() - stands.length);
  }

  /**
   * Gives the users and movies of several sets common indices, where training and test come in
   * files of their own.
   *
   * @return one for each set, in order: its own ratings, with the users, movies and scale of all
   */
  public static List<TrainingData> together(List<TrainingData> sets) {
    Map<String, Integer> users = new HashMap<>();
    Map<String, Integer> movies = new HashMap<>();
    List<String> userIds = new ArrayList<>();
    List<Movie> all = new ArrayList<>();
    for (TrainingData set : sets) {
      for (String id : set.userIds) {
        if (users.putIfAbsent(id, userIds.size()) == null) {
          userIds.add(id);
        }
      }
      for (Movie movie : set.movies) {
        if (movies.putIfAbsent(movie.movieId(), all.size()) == null) {
          all.add(movie);
        }
      }
    }
    float lowest = (float) sets.stream().mapToDouble(s -> s.table.scale().min()).min().orElse(0);
    float highest = (float) sets.stream().mapToDouble(s -> s.table.scale().max()).max().orElse(1);
    Scale scale = new Scale(lowest, highest);
    return sets.stream()
        .map(
            set -> {
              RatingTable t = set.table;
              int[] user =
                  Arrays.stream(t.user()).map(u -> users.get(set.userIds.get(u))).toArray();
              int[] movie =
                  Arrays.stream(t.movie())
                      .map(m -> movies.get(set.movies.get(m).movieId()))
                      .toArray();
              RatingTable table =
                  new RatingTable(
                          userIds.size(), all.size(), scale, user, movie, t.rating(), t.time())
                      .withGenres(genres(all));
              return new TrainingData(set.source, set.sha256, userIds, all, table, set.replaced);
            })
        .toList();
  }

  /** Movies × genres, 1 where the movie is of the genre; genres in the order of their names. */
  private static Csr genres(List<Movie> movies) {
    return Genres.of(movies.stream().map(Movie::genres).toList()).ofMovies();
  }

  private static Map<String, Movie> byId(List<Movie> movies) {
    return movies.stream()
        .collect(Collectors.toMap(Movie::movieId, Function.identity(), (first, again) -> first));
  }

  private static Movie movie(Map<String, Movie> catalogue, String id) {
    Movie known = catalogue.get(id);
    return known == null ? new Movie(id, id, List.of(), null) : known;
  }

  private static RatingTable table(Ratings ratings, Scale scale) {
    int n = ratings.size();
    int[] user = new int[n];
    int[] movie = new int[n];
    float[] rating = new float[n];
    long[] time = new long[n];
    for (int i = 0; i < n; i++) {
      user[i] = ratings.user(i);
      movie[i] = ratings.movie(i);
      rating[i] = ratings.rating(i);
      time[i] = ratings.eventTime(i);
    }
    return new RatingTable(
        ratings.userIds().size(), ratings.movieIds().size(), scale, user, movie, rating, time);
  }

  /** Positions of the last rating of each (user, movie), ascending. */
  private static int[] standing(Ratings ratings) {
    Set<Long> later = new HashSet<>(2 * ratings.size());
    int[] positions = new int[ratings.size()];
    int from = positions.length;
    for (int i = ratings.size() - 1; i >= 0; i--) {
      if (later.add((long) ratings.user(i) << 32 | ratings.movie(i))) {
        positions[--from] = i;
      }
    }
    return Arrays.copyOfRange(positions, from, positions.length);
  }

  private static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new ModelFileException(file + ": cannot be read (" + e.getMessage() + ")");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
