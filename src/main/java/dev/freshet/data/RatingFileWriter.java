package dev.freshet.data;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.freshet.wire.Interaction;
import dev.freshet.wire.Movie;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes rating files as MovieLens publishes them: {@code ratings.csv} (userId, movieId, rating,
 * timestamp in seconds) and {@code movies.csv} (movieId, title with year, genres by {@code |}).
 * Where some events are no ratings there are columns event and value as well.
 */
public final class RatingFileWriter {
  private static final CsvMapper CSV =
      CsvMapper.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();

  private RatingFileWriter() {}

  /**
   * Writes both files into {@code folder}, which is created if needed. {@link RatingFiles#open}
   * reads the same set back, given its scale, event times cut to seconds.
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
    String[] columns = {"userId", "movieId", "rating", "timestamp", "event", "value"};
    int width = ratings.hasOtherEvents() ? columns.length : 4;
    try (SequenceWriter out = csv(file, Arrays.copyOf(columns, width))) {
      for (int i = 0; i < ratings.size(); i++) {
        out.write(Arrays.copyOf(cells(ratings, i), width));
      }
    }
  }

  private static String[] cells(Ratings ratings, int i) {
    @Nullable Interaction what = ratings.interaction(i);
    return new String[] {
      ratings.userIds().get(ratings.user(i)),
      ratings.movieIds().get(ratings.movie(i)),
      what == null ? Float.toString(ratings.rating(i)) : "",
      Long.toString(ratings.eventTime(i) / 1000),
      what == null ? "" : what.name(),
      what == null ? "" : Float.toString(what.value())
    };
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
