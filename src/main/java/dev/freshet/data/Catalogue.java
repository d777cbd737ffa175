package dev.freshet.data;

import dev.freshet.wire.Movie;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads the file of movies of a folder: the one with a customary name, else, where the
 * whole folder was meant, the only one that looks like one.
 */
final class Catalogue {
  private static final List<String> NAMES = List.of("movies.csv", "movies.dat", "u.item");

  private final RatingFolder folder;
  private final Reading reading;
  private final Remarks remarks;

  /** A file and how it is laid out. */
  private record Candidate(TextFile file, Layout.OfMovies layout) {}

  Catalogue(RatingFolder folder, Reading reading, Remarks remarks) {
    this.folder = folder;
    this.reading = reading;
    this.remarks = remarks;
  }

  /**
   * Reads the movies.
   *
   * @param rated ids of the movies that somebody rated
   * @throws RatingFileException if a file with a customary name cannot be used
   */
  List<Movie> read(Collection<String> rated) {
    Path customary = folder.customary(NAMES);
    if (customary != null) {
      TextFile file = RatingFiles.text(customary);
      Layout layout = RatingFiles.layout(file, null);
      if (layout instanceof Layout.OfMovies ofMovies) {
        return read(new Candidate(file, ofMovies), rated);
      }
      String expected =
          layout instanceof Layout.Other other && other.isOfAny()
              ? other.says()
              : "is not a catalogue; expected movieId,title,genres or movie::title::genres";
      if (folder.named() == null) {
        throw new RatingFileException(customary, expected);
      }
      remarks.warn(RatingFileException.name(customary) + " " + expected);
    }
    Candidate other = customary == null && folder.named() == null ? other() : null;
    if (other == null) {
      remarks.note("no catalogue is read: movies are shown by their ids");
      return List.of();
    }
    try {
      return read(other, rated);
    } catch (RatingFileException e) {
      remarks.warn(e.getMessage() + "; it is passed over: movies are shown by their ids");
      return List.of();
    }
  }

  private List<Movie> read(Candidate candidate, Collection<String> rated) {
    Path path = candidate.file().path();
    List<Movie> movies = MovieReader.read(candidate.file(), candidate.layout(), reading, remarks);
    Links links = candidate.layout().isOfMovies() ? null : Links.beside(folder);
    if (links != null) {
      movies = links.translate(movies);
      remarks.note(
          "%s: its ids are taken for those of TMDB and translated by %s"
              .formatted(RatingFileException.name(path), links.name()));
    }
    Set<String> listed = new HashSet<>();
    movies.forEach(movie -> listed.add(movie.movieId()));
    long covered = rated.stream().filter(listed::contains).count();
    String says =
        String.format(
            Locale.ROOT,
            "%s: the catalogue, with %,d of the %,d rated movies",
            RatingFileException.name(path),
            covered,
            rated.size());
    if (2 * covered < rated.size()) {
      remarks.warn(says + "; the others are shown by their ids. Are its ids those of the ratings?");
    } else {
      remarks.note(says);
    }
    return movies;
  }

  /** The only file that looks like a catalogue, or the only one whose ids are surely of movies. */
  private @Nullable Candidate other() {
    List<Candidate> all = new ArrayList<>();
    for (TextFile file : folder.texts()) {
      if (RatingFiles.layout(file, null) instanceof Layout.OfMovies layout) {
        all.add(new Candidate(file, layout));
      }
    }
    List<Candidate> sure = all.stream().filter(one -> one.layout().isOfMovies()).toList();
    List<Candidate> best = sure.isEmpty() ? all : sure;
    if (best.size() > 1) {
      remarks.warn(
          "several files look like a catalogue, call one movies.csv: "
              + RatingFolder.names(best.stream().map(one -> one.file().path()).toList()));
    }
    return best.size() == 1 ? best.get(0) : null;
  }
}
