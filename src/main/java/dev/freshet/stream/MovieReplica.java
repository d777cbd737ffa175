package dev.freshet.stream;

import dev.freshet.event.GenerationMark;
import dev.freshet.event.Movie;
import dev.freshet.event.MovieEvent;
import dev.freshet.model.FactorMatrix;
import dev.freshet.model.Factors;
import dev.freshet.model.GenreFactors;
import dev.freshet.model.OnlineSgd;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All movies in the memory of this instance: their factors, laid out for scoring, and the
 * catalogue. Written by the one thread that follows the topics, read by all others. A movie of the
 * catalogue that nobody rated yet stands where its genres are, if these were trained; else with
 * what the movie side would start it with.
 *
 * <p>While the movie side adopts a generation, its factors gather beside those of the last one; the
 * replica moves on once every partition has said that it is whole (invariant I2). The last
 * generation stays for users who cannot switch yet.
 */
public final class MovieReplica {

  private final OnlineSgd sgd;
  private final Generations generations;
  private final Map<Integer, GenreFactors> genres = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Integer> indexes = new ConcurrentHashMap<>();
  private final AtomicLong removals = new AtomicLong();
  private final AtomicInteger listable = new AtomicInteger();
  private volatile boolean hasCatalogue;
  private volatile String[] ids = new String[1024];
  private volatile @Nullable Movie[] catalogue = new Movie[1024];

  /**
   * An empty replica of generation 0.
   *
   * @param sgd makes the factors of movies that nobody rated
   * @param partitions of the movie side
   */
  public MovieReplica(OnlineSgd sgd, int partitions) {
    this.sgd = sgd;
    this.generations = new Generations(sgd.settings().rank(), partitions);
  }

  /** All factors of the generation that scores, by index. */
  public FactorMatrix matrix() {
    return generations.current();
  }

  /** Generation that scores. */
  public int generation() {
    return matrix().generation();
  }

  /**
   * What was read when the first task started is all there was: generations that had begun by then
   * must be whole before anything is scored.
   */
  void startsScoring() {
    generations.seal();
  }

  /** Nothing may be scored before this generation is whole here: a user is in it already. */
  void require(int generation) {
    generations.require(generation);
  }

  /** Whether the generation that scores is whole here, and not older than what was required. */
  boolean isReady() {
    return generations.isReady();
  }

  /** What the replica waits for, in words for people; empty while it is whole. */
  public Optional<String> lateness() {
    return generations.lateness();
  }

  /** How much has been read of generations that do not score: it grows while one is on its way. */
  long readAhead() {
    return generations.readAhead();
  }

  /** Newest factors of a movie; those it would start with where it is not known. */
  public Factors factorsOf(String movieId) {
    return factorsOf(movieId, matrix());
  }

  /** All factors of a generation, as {@link #matrix}, or of the one before; null for any other. */
  @Nullable FactorMatrix matrixOf(int generation) {
    return generations.of(generation);
  }

  /**
   * The movie in the user's generation, also in the one before, which no longer learns. Where none
   * is here that fits the user's vector, the movie starts afresh beside it.
   */
  Factors factorsBeside(Factors user, String movieId) {
    FactorMatrix of = generations.of(user.generation());
    return of == null || of.rank() != user.rank()
        ? sgd.newMovie(movieId, user.generation(), user.rank())
        : factorsOf(movieId, of);
  }

  /** Whether the generation's rank is that of factors that were read, and not of the settings. */
  boolean isRankRead(int generation) {
    return generations.isRankRead(generation);
  }

  /** Length of the vectors of a generation; as the settings say where none of it are here. */
  int rankOf(int generation) {
    FactorMatrix of = generations.of(generation);
    return of == null ? sgd.settings().rank() : of.rank();
  }

  private Factors factorsOf(String movieId, FactorMatrix of) {
    Integer index = indexes.get(movieId);
    Factors known = index == null ? null : of.get(index);
    return known == null ? start(movieId, of) : known;
  }

  /** Where a movie starts that has no factors. */
  private Factors start(String movieId, FactorMatrix of) {
    Integer index = indexes.get(movieId);
    Movie movie = index == null ? null : catalogue[index];
    GenreFactors known = genres.get(of.generation());
    Factors ofGenres =
        movie == null || known == null
            ? null
            : known.start(movie.genres(), of.generation(), of.rank());
    return ofGenres == null ? sgd.newMovie(movieId, of.generation(), of.rank()) : ofGenres;
  }

  /**
   * What a movie starts with that the movie side cannot tell without a catalogue; null if it knows.
   *
   * @param movie as the replica has it
   */
  @Nullable Factors startToTell(Factors movie) {
    return movie.steps() == 0 && genres.containsKey(movie.generation()) ? movie : null;
  }

  /** Index of a movie; -1 for one that is neither rated nor in the catalogue. */
  public int indexOf(String movieId) {
    return indexes.getOrDefault(movieId, -1);
  }

  /** The movie id of an index that {@link #indexOf} gave. */
  public String idOf(int index) {
    return ids[index];
  }

  /** The catalogue's entry, null where there is none. */
  public @Nullable Movie movie(int index) {
    return catalogue[index];
  }

  /**
   * Whether lists may contain the movie: those of the catalogue, which may have been emptied; while
   * there never was a catalogue, every movie that was rated.
   */
  public boolean isListable(int index) {
    return catalogue[index] != null || !hasCatalogue;
  }

  /** As {@link #isListable(int)}, by id. */
  public boolean isListable(String movieId) {
    int index = indexOf(movieId);
    return index >= 0 && isListable(index);
  }

  /**
   * How often movies ceased to be listable since this process started, because one left the
   * catalogue or because the first one entered it: a change means that lists may be wrong.
   */
  public long removals() {
    return removals.get();
  }

  /** There is a catalogue, or was one that left nothing to read. */
  void hadCatalogue() {
    hasCatalogue = true;
  }

  /** Number of movies with factors. */
  public int size() {
    return matrix().size();
  }

  /** Number of movies in the catalogue. */
  public int catalogueSize() {
    return listable.get();
  }

  /** Number of movies that {@linkplain #isListable lists may contain}. */
  int listableSize() {
    return hasCatalogue ? listable.get() : matrix().size();
  }

  /** Takes in new factors, of whatever generation. One writer only. */
  void putFactors(String movieId, Factors factors) {
    int index = assignIndex(movieId);
    FactorMatrix now = matrix();
    boolean isNow = factors.generation() == now.generation() && factors.rank() == now.rank();
    FactorMatrix replaced = generations.put(index, isNow ? begun(index, factors, now) : factors);
    if (replaced != null) {
      startUnrated(replaced);
    }
  }

  /** Takes in where a genre is, in whatever generation. One writer only. */
  void putGenre(String genre, Factors factors) {
    genres.computeIfAbsent(factors.generation(), g -> new GenreFactors()).put(genre, factors);
  }

  /** A partition is whole in a generation. One writer only. */
  void take(GenerationMark mark) {
    FactorMatrix next = generations.mark(mark);
    if (next != null) {
      startUnrated(next);
      int last = generation();
      generations.moveTo(next);
      genres.keySet().removeIf(generation -> generation < last);
    }
  }

  private void startUnrated(FactorMatrix matrix) {
    for (int index = 0; index < indexes.size(); index++) {
      startUnrated(index, matrix);
    }
  }

  /** Gives a movie of the catalogue in which nothing is learned the factors that it starts with. */
  private void startUnrated(int index, FactorMatrix matrix) {
    Movie movie = catalogue[index];
    if (movie == null) {
      return;
    }
    Factors now = matrix.get(index);
    matrix.put(index, now == null ? start(movie.movieId(), matrix) : begun(index, now, matrix));
  }

  /** The same, or where a movie of the catalogue starts if nothing is learned in it. */
  private Factors begun(int index, Factors factors, FactorMatrix of) {
    Movie movie = catalogue[index];
    boolean isStart = factors.steps() == 0 && movie != null && genres.containsKey(of.generation());
    return isStart ? start(ids[index], of).withBaseline(factors.baseline()) : factors;
  }

  /** Takes in a change of the catalogue. One writer only. */
  void take(MovieEvent event) {
    Movie movie = event.movie();
    if (movie == null) {
      removeMovie(event.movieId());
    } else {
      putMovie(movie);
    }
  }

  private void putMovie(Movie movie) {
    int index = assignIndex(movie.movieId());
    @Nullable Movie[] movies = catalogue;
    if (movies[index] == null) {
      listable.incrementAndGet();
    }
    movies[index] = movie;
    catalogue = movies; // a volatile write: readers see the element
    beginCatalogue();
    startUnrated(index, matrix());
  }

  /** With the first movie of a catalogue all others that were rated cease to be listable. */
  private void beginCatalogue() {
    if (!hasCatalogue) {
      hasCatalogue = true;
      if (indexes.size() > 1) {
        removals.incrementAndGet();
      }
    }
  }

  private void removeMovie(String movieId) {
    hasCatalogue = true;
    int index = indexOf(movieId);
    @Nullable Movie[] movies = catalogue;
    if (index >= 0 && movies[index] != null) {
      movies[index] = null;
      catalogue = movies;
      listable.decrementAndGet();
      removals.incrementAndGet();
    }
  }

  private int assignIndex(String movieId) {
    Integer known = indexes.get(movieId);
    if (known != null) {
      return known;
    }
    int index = indexes.size();
    if (index == ids.length) {
      ids = Arrays.copyOf(ids, 2 * index);
      catalogue = Arrays.copyOf(catalogue, 2 * index);
    }
    String[] names = ids;
    names[index] = movieId;
    ids = names;
    indexes.put(movieId, index);
    return index;
  }
}
