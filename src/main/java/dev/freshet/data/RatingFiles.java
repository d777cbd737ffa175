package dev.freshet.data;

import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens rating files: MovieLens csv ({@code ratings.csv}, {@code movies.csv}), {@code ::} files of
 * MovieLens 1M and 10M and of MovieTweetings, tab files of MovieLens 100K ({@code u.data}, {@code
 * u.item}), any csv with a header, and files whose columns a person names. Recognised by content;
 * the customary names only decide which of several files in a folder is meant. A file may be a
 * gzip, a file or folder may be in a zip.
 *
 * <p>A csv may have a column {@code event}: where it is not empty, the line is no rating but an
 * event of that name, and a column {@code value}, or that of ratings, says how much of it, 1 where
 * empty. Each line of a file with user and movie, perhaps a time, and nothing else is an event
 * {@code take}. A file whose ratings are all the same is read as take-up unless its scale is given:
 * each of them is an event {@code take} of value 1.
 *
 * <p>A line that would be rejected as a record is bad here, too: a file with one is refused, unless
 * bad lines are to be left out.
 */
public final class RatingFiles {
  static final String EXPECTED =
      "expected a csv with a header (such as userId,movieId,rating,timestamp;"
          + " separated by comma, semicolon or tab; a column event names what is no rating),"
          + " user::movie::rating::time,"
          + " or user, movie, rating, time between tabs;"
          + " --columns user,movie,rating,time says it where no header does";

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
    return open(path, (Scale) null);
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
    return open(path, Reading.AS_IT_SHOWS.on(scale), Remarks.NONE);
  }

  /**
   * Reads a whole rating file as a person says and, where there is one beside it, its catalogue.
   *
   * @param path a file of ratings, or a folder or zip that holds one
   * @param remarks is told how the files were read
   * @throws RatingFileException in one line for a person: if there is nothing to read, it is not
   *     recognised, or lines are bad and must not be left out
   */
  public static RatingSet open(Path path, Reading reading, Remarks remarks) {
    if (!Files.exists(path)) {
      throw new RatingFileException(path, "no such file or directory");
    }
    if (!Archive.isArchive(path)) {
      return read(path, reading, remarks);
    }
    try (FileSystem zip = Archive.open(path)) {
      return read(Archive.folder(zip), reading, remarks);
    } catch (IOException e) {
      throw new RatingFileException(path, TextFile.why(e));
    }
  }

  private static RatingSet read(Path path, Reading reading, Remarks remarks) {
    RatingFolder folder = RatingFolder.of(path, reading, remarks);
    Path file = folder.ratings(reading);
    TextFile text = text(file);
    if (text.start().length == 0) {
      throw new RatingFileException(file, "is empty; " + EXPECTED);
    }
    Layout layout = layout(text, reading.columns());
    if (layout instanceof Layout.Other other) {
      throw new RatingFileException(file, other.says());
    }
    if (!(layout instanceof Layout.OfRatings ofRatings)) {
      throw new RatingFileException(file, "is not a rating file, but a catalogue; " + EXPECTED);
    }
    RatingReader.Content content =
        RatingReader.read(text, ofRatings, reading, InstantSource.system(), remarks);
    List<Movie> movies = new Catalogue(folder, reading, remarks).read(content.ratings().movieIds());
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
  public static Path ratingFile(Path path, Reading reading) {
    return RatingFolder.of(path, reading, Remarks.NONE).ratings(reading);
  }

  /** The text of a file. */
  static TextFile text(Path file) {
    try {
      return TextFile.of(file);
    } catch (IOException e) {
      throw new RatingFileException(file, TextFile.why(e));
    }
  }

  /** How a file is laid out. */
  static Layout layout(TextFile file, @Nullable Columns columns) {
    try {
      return Layout.of(file, columns);
    } catch (IOException e) {
      throw new RatingFileException(file.path(), TextFile.why(e));
    }
  }
}
