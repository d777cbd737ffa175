package dev.freshet.data;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.freshet.wire.Movie;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes rating files as MovieLens publishes them: {@code ratings.csv} (userId, movieId, rating,
 * timestamp in seconds) and {@code movies.csv} (movieId, title with year, genres by {@code |}).
 */
public final class RatingFileWriter {
  private static final CsvMapper CSV =
      CsvMapper.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();

  private RatingFileWriter() {}

  /**
   * Writes both files into {@code folder}, which is created if needed. {@link RatingFiles#open}
   * reads the same set back, event times cut to seconds.
   *
   * @throws RatingFileException if one of the files is already there, or cannot be written
   */
  public static void write(RatingSet set, Path folder) {
    Path ratings = folder.resolve("ratings.csv");
    Path movies = folder.resolve("movies.csv");
    for (Path file : new Path[] {ratings, movies}) {
      if (Files.exists(file)) {
        throw new RatingFileException(file, "already exists; choose another directory");
      }
    }
    try {
      Files.createDirectories(folder);
      writeMovies(set, movies);
      writeRatings(set.ratings(), ratings);
    } catch (IOException e) {
      throw new RatingFileException(folder, "cannot be written (" + e + ")");
    }
  }

  private static void writeMovies(RatingSet set, Path file) throws IOException {
    try (SequenceWriter out = csv(file, "movieId", "title", "genres")) {
      for (Movie movie : set.movies()) {
        String genres =
            movie.genres().isEmpty() ? "(no genres listed)" : String.join("|", movie.genres());
        out.write(new String[] {movie.movieId(), TitleYear.format(movie), genres});
      }
    }
  }

  private static void writeRatings(Ratings ratings, Path file) throws IOException {
    try (SequenceWriter out = csv(file, "userId", "movieId", "rating", "timestamp")) {
      for (int i = 0; i < ratings.size(); i++) {
        out.write(
            new String[] {
              ratings.userIds().get(ratings.user(i)),
              ratings.movieIds().get(ratings.movie(i)),
              Float.toString(ratings.rating(i)),
              Long.toString(ratings.eventTime(i) / 1000)
            });
      }
    }
  }

  private static SequenceWriter csv(Path file, String... columns) throws IOException {
    CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true);
    for (String column : columns) {
      schema.addColumn(column);
    }
    Writer out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW);
    return CSV.writer(schema.build()).writeValues(out);
  }
}
