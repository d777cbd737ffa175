package dev.freshet.data;

import dev.freshet.wire.Movie;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Four hundred well-known films, built in, for a demo without any file. */
public final class DemoCatalogue {
  private static final String RESOURCE = "films.tsv";
  private static final List<DemoFilm> FILMS = load();

  private DemoCatalogue() {}

  /**
   * The films, oldest first. An id is made of title and year, such as {@code the-godfather-1972}.
   */
  public static List<Movie> movies() {
    return FILMS.stream().map(DemoFilm::movie).toList();
  }

  static List<DemoFilm> films() {
    return FILMS;
  }

  private static List<DemoFilm> load() {
    try (InputStream in = DemoCatalogue.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + RESOURCE + " is missing");
      }
      Rows rows =
          Separator.TAB.rows(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
      rows.next(); // the header: title, year, genres, quality
      List<DemoFilm> films = new ArrayList<>();
      for (String[] cells = rows.next(); cells != null; cells = rows.next()) {
        films.add(film(cells[0], cells[1], cells[2], cells[3]));
      }
      return List.copyOf(films);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DemoFilm film(String title, String year, String genres, String quality) {
    List<String> list = List.of(genres.split("\\|", -1));
    int released = Integer.parseInt(year);
    Movie movie = new Movie(slug(title + " " + year), title, list, released);
    return new DemoFilm(movie, released, Double.parseDouble(quality));
  }

  /** Lower-case ASCII letters and digits, words joined by hyphens, accents dropped. */
  private static String slug(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("['’.]", "")
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }
}
