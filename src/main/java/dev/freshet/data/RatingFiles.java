package dev.freshet.data;

import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens rating files: MovieLens csv ({@code ratings.csv}, {@code movies.csv}), {@code ::} files of
 * MovieLens 1M and 10M and of MovieTweetings, tab files of MovieLens 100K ({@code u.data}, {@code
 * u.item}), and any csv with a header. Recognised by content; the customary names only decide which
 * of several files in a folder is meant.
 *
 * <p>A csv may have a column {@code event}: where it is not empty, the line is no rating but an
 * event of that name, and a column {@code value}, or that of ratings, says how much of it, 1 where
 * empty. A file whose ratings are all the same is read as take-up unless its scale is given: each
 * of them is an event {@code take} of value 1.
 */
public final class RatingFiles {
  private static final List<String> RATING_NAMES = List.of("ratings.csv", "ratings.dat", "u.data");
  private static final List<String> MOVIE_NAMES = List.of("movies.csv", "movies.dat", "u.item");
  private static final String EXPECTED =
      "expected a csv with a header (such as userId,movieId,rating,timestamp;"
          + " separated by comma, semicolon or tab; a column event names what is no rating),"
          + " user::movie::rating::time,"
          + " or user, movie, rating, time between tabs";

  private RatingFiles() {}

  /**
   * Reads a whole rating file, on the scale that the data shows, and its catalogue where there is
   * one beside it.
   *
   * @param path a file of ratings, or a folder that holds one
   * @throws RatingFileException in one line for a person: if there is nothing to read, it is not
   *     recognised, or a line is bad
   */
  public static RatingSet open(Path path) {
    return open(path, null);
  }

  /**
   * Reads a whole rating file and, where there is one beside it, its catalogue.
   *
   * @param path a file of ratings, or a folder that holds one
   * @param scale what ratings must lie on, or null for the scale that the data shows
   * @throws RatingFileException in one line for a person: if there is nothing to read, it is not
   *     recognised, or a line is bad
   */
  public static RatingSet open(Path path, @Nullable Scale scale) {
    if (!Files.exists(path)) {
      throw new RatingFileException(path, "no such file or directory");
    }
    boolean isFolder = Files.isDirectory(path);
    Path ratings = isFolder ? ratingsIn(path) : path;
    if (!(layout(ratings) instanceof Layout.OfRatings layout)) {
      throw new RatingFileException(
          ratings,
          isEmpty(ratings) ? "is empty; " + EXPECTED : "is not a rating file; " + EXPECTED);
    }
    List<Movie> movies = moviesIn(ratings.toAbsolutePath().getParent(), isFolder);
    RatingReader.Content content = RatingReader.read(ratings, layout, scale);
    return new RatingSet(content.format(), content.ratings(), movies, content.scale());
  }

  /**
   * Reads the ratings of a file, without other events, on the scale that the data shows.
   *
   * @param path a file of ratings, or a folder that holds one
   * @throws RatingFileException in one line for a person: if there is nothing to read, it is not
   *     recognised, a line is bad, or there is no rating
   */
  public static RatingSet openRatings(Path path) {
    RatingSet set = open(path);
    if (!set.ratings().hasRatings()) {
      throw new RatingFileException(path, "holds no ratings (" + set.format() + ")");
    }
    return set.ratingsAlone();
  }

  /**
   * The file that {@link #open} reads ratings from.
   *
   * @param path a file of ratings, or a folder that holds one
   * @throws RatingFileException if the folder holds no rating file, or several and none of a
   *     customary name
   */
  public static Path ratingFile(Path path) {
    return Files.isDirectory(path) ? ratingsIn(path) : path;
  }

  private static Path ratingsIn(Path folder) {
    for (String name : RATING_NAMES) {
      if (Files.isRegularFile(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    List<Path> found = filesLaidOut(folder, Layout.OfRatings.class);
    if (found.isEmpty()) {
      throw new RatingFileException(folder, "holds no rating file; " + EXPECTED);
    }
    if (found.size() > 1) {
      throw new RatingFileException(
          folder,
          "holds several rating files, name one of them: "
              + String.join(
                  ", ", found.stream().map(f -> String.valueOf(f.getFileName())).toList()));
    }
    return found.get(0);
  }

  /**
   * The catalogue of a folder: the one with a customary name, else, where the whole folder was
   * meant, the only one that looks like one.
   */
  private static List<Movie> moviesIn(@Nullable Path folder, boolean anyName) {
    if (folder == null) {
      return List.of();
    }
    for (String name : MOVIE_NAMES) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        if (layout(file) instanceof Layout.OfMovies layout) {
          return MovieReader.read(file, layout);
        }
        if (anyName) {
          throw new RatingFileException(
              file, "is not a catalogue; expected movieId,title,genres or movie::title::genres");
        }
      }
    }
    List<Path> found = anyName ? filesLaidOut(folder, Layout.OfMovies.class) : List.of();
    return found.size() == 1 && layout(found.get(0)) instanceof Layout.OfMovies layout
        ? MovieReader.read(found.get(0), layout)
        : List.of();
  }

  private static List<Path> filesLaidOut(Path folder, Class<? extends Layout> kind) {
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(Files::isRegularFile).filter(Files::isReadable).sorted().toList();
    } catch (IOException e) {
      throw new RatingFileException(folder, "cannot be read (" + e + ")");
    }
    List<Path> found = new ArrayList<>();
    for (Path file : files) {
      if (kind.isInstance(layout(file))) {
        found.add(file);
      }
    }
    return found;
  }

  private static @Nullable Layout layout(Path file) {
    try {
      return Layout.of(file);
    } catch (IOException e) {
      throw new RatingFileException(file, "cannot be read (" + e + ")");
    }
  }

  private static boolean isEmpty(Path file) {
    try {
      return Files.size(file) == 0;
    } catch (IOException e) {
      throw new RatingFileException(file, "cannot be read (" + e + ")");
    }
  }
}
