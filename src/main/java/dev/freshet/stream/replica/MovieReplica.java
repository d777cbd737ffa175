package dev.freshet.stream.replica;

import dev.freshet.online.FactorMatrix;
import dev.freshet.online.Factors;
import dev.freshet.online.MovieTakes;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.RankingVectors;
import dev.freshet.online.TakenMovies;
import dev.freshet.wire.GenerationMark;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieEvent;
import dev.freshet.wire.StoredMovie;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All movies in the memory of this instance: their factors, laid out for scoring, and the
 * catalogue. Written by the one thread that follows the topics, read by all others. A movie of the
 * catalogue that nobody rated yet stands where its genres are, if these were trained; else where
 * the movie side would start it.
 *
 * <p>While the movie side adopts a generation, its factors gather beside those of the last one; the
 * replica moves on once every partition has said that it is whole (invariant I2). The last
 * generation stays until no user of this instance is in it. Movies that nobody rated are given
 * their starts when scoring begins, so that a start reads into one matrix.
 *
 * <p>A movie that is neither learned nor in the catalogue leaves, and gives up its index. One that
 * is known only because others were taken after it does so when the next generation comes.
 */
public final class MovieReplica {

  private final OnlineSgd sgd;
  private final Generations generations;
  private final MovieStarts starts;
  private final HeapCheck heap;
  private final MovieIds ids = new MovieIds();
  private final Catalogue catalogue = new Catalogue();
  private final TakenMovies taken = new TakenMovies();
  private final RankingHead ranking;

  /** Movies of which the movie side has factors; touched with the lock held. */
  private final BitSet learned = new BitSet();

  /** Whether what there was at the start has been read and unrated movies have their starts. */
  private volatile boolean isScoring;

  /**
   * An empty replica of generation 0.
   *
   * @param sgd makes the factors of movies that nobody rated
   * @param partitions of the movie side
   */
  public MovieReplica(OnlineSgd sgd, int partitions) {
    this(sgd, partitions, HeapCheck.none());
  }

  /** An empty replica that looks at its heap as it grows. */
  public MovieReplica(OnlineSgd sgd, int partitions, HeapCheck heap) {
    this.sgd = sgd;
    this.generations = new Generations(sgd.settings().rank(), partitions);
    this.starts = new MovieStarts(sgd, ids, catalogue);
    this.ranking = new RankingHead(partitions);
    this.heap = heap;
  }

  /** All factors of the generation that scores, by index. */
  public FactorMatrix matrix() {
    return generations.current();
  }

  /** The takes of all movies, by index. They belong to no generation. */
  public TakenMovies taken() {
    return taken;
  }

  /** Vectors of the movies that were liked most, by index, of the ranking head's generation. */
  public RankingVectors vectors() {
    return ranking.current();
  }

  /** Generation that scores. */
  public int generation() {
    return matrix().generation();
  }

  /**
   * What was read when the first task started is all there was: generations that had begun by then
   * must be whole before anything is scored.
   */
  public void startsScoring() {
    generations.seal();
    if (!isScoring) {
      beginScoring();
    }
  }

  /** Makes scoring possible. No task of this instance makes a list before; tasks wait for it. */
  private synchronized void beginScoring() {
    if (isScoring) {
      return;
    }
    heap.checkAll(ids.end(), matrix().rank(), listBytes());
    if (generations.isReady()) { // else the generation that is awaited will have them
      starts.fill(matrix());
    }
    isScoring = true;
  }

  /** Users of a partition of this instance may be in this generation, in none before it. */
  public synchronized void usersAreIn(int partition, int generation) {
    generations.usersAreIn(partition, generation);
    settle();
  }

  /** The users of a partition have left this instance. */
  public synchronized void usersLeft(int partition) {
    generations.usersLeft(partition); // they may be back at once: what they need stays for now
  }

  /** Once all users are in the generation that scores, nobody holds what was before it. */
  private void settle() {
    if (generations.settle()) {
      ids.release();
    }
  }

  /** Nothing may be scored before this generation is whole here: a user is in it already. */
  public void require(int generation) {
    generations.require(generation);
  }

  /** Whether the generation that scores is whole here, and not older than what was required. */
  public boolean isReady() {
    return generations.isReady();
  }

  /** What the replica waits for, in words for people; empty while it is whole. */
  public Optional<String> lateness() {
    return generations.lateness();
  }

  /** How much has been read of generations that do not score: it grows while one is on its way. */
  public long readAhead() {
    return generations.readAhead();
  }

  /** Newest factors of a movie; those it would start with where it is not known. */
  public Factors factorsOf(String movieId) {
    return factorsOf(movieId, matrix());
  }

  /** All factors of a generation, as {@link #matrix}, or of the one before; null for any other. */
  @Nullable
  public FactorMatrix matrixOf(int generation) {
    return generations.of(generation);
  }

  /**
   * The movie in the user's generation, also in the one before, which no longer learns. Where none
   * is here that fits the user's vector, the movie starts afresh beside it.
   */
  public Factors factorsBeside(Factors user, String movieId) {
    FactorMatrix of = generations.of(user.generation());
    return of == null || of.rank() != user.rank()
        ? sgd.starts().newMovie(movieId, user.generation(), user.rank())
        : factorsOf(movieId, of);
  }

  /** Whether the generation's rank is that of factors that were read, and not of the settings. */
  public boolean isRankRead(int generation) {
    return generations.isRankRead(generation);
  }

  /** Length of the vectors of a generation; as the settings say where none of it are here. */
  public int rankOf(int generation) {
    FactorMatrix of = generations.of(generation);
    return of == null ? sgd.settings().rank() : of.rank();
  }

  private Factors factorsOf(String movieId, FactorMatrix of) {
    int index = ids.indexOf(movieId);
    Factors known = index < 0 ? null : of.get(index);
    return known == null ? starts.start(movieId, catalogue.genres(index), of) : known;
  }

  /**
   * What a movie starts with that the movie side cannot tell without a catalogue; null if it knows.
   *
   * @param movie as the replica has it
   */
  @Nullable
  public Factors startToTell(Factors movie) {
    return movie.steps() == 0 && starts.knowGenres(movie.generation()) ? movie : null;
  }

  /** Index of a movie; -1 for one that is neither rated nor in the catalogue. */
  public int indexOf(String movieId) {
    return ids.indexOf(movieId);
  }

  /** The movie id of an index that {@link #indexOf} gave. */
  public String idOf(int index) {
    return ids.idOf(index);
  }

  /** The movie's title in the catalogue, null where there is none. */
  public @Nullable String title(int index) {
    return catalogue.title(index);
  }

  /**
   * Whether lists may contain the movie: those of the catalogue, which may have been emptied; while
   * there never was a catalogue, every movie that was rated.
   */
  public boolean isListable(int index) {
    return catalogue.isListable(index);
  }

  /**
   * Whether lists may contain the movie of this id. A movie must be in the catalogue, which may
   * have been emptied; while there never was a catalogue, it must have been rated.
   */
  public boolean isListable(String movieId) {
    int index = indexOf(movieId);
    return index >= 0 && isListable(index);
  }

  /** Whether the movie is in the catalogue. */
  public boolean isInCatalogue(String movieId) {
    return catalogue.contains(ids.indexOf(movieId));
  }

  /**
   * How often movies ceased to be listable since this process started, because one left the
   * catalogue or because the first one entered it: a change means that lists may be wrong.
   */
  public long removals() {
    return catalogue.removals();
  }

  /** The genres of a movie in the catalogue; null for another. */
  public @Nullable List<String> genres(int index) {
    return catalogue.genres(index);
  }

  /** There is a catalogue, or was one that left nothing to read. */
  public void hadCatalogue() {
    catalogue.begin();
  }

  /** Number of movies with factors. */
  public int size() {
    return matrix().size();
  }

  /** Number of movies in the catalogue. */
  public int catalogueSize() {
    return catalogue.size();
  }

  /** Number of movies that {@linkplain #isListable lists may contain}. */
  public int listableSize() {
    return catalogue.hasBegun() ? catalogue.size() : matrix().size();
  }

  /** Takes in a movie as the movie side has it: factors of whatever generation, and takes. */
  public synchronized void put(String movieId, StoredMovie movie) {
    putFactors(movieId, movie.factors());
    int index = ids.indexOf(movieId);
    long print = movie.takesPrint();
    if (!taken.has(index, print)) { // most records tell of a step alone
      MovieTakes takes = movie.takes();
      int[] before = takes.predecessors().stream().mapToInt(this::assign).toArray();
      taken.put(index, takes, before, print);
    }
  }

  /** Takes in new factors, of whatever generation. */
  public synchronized void putFactors(String movieId, Factors factors) {
    int index = assign(movieId);
    learned.set(index);
    FactorMatrix now = matrix();
    boolean isNow = factors.generation() == now.generation() && factors.rank() == now.rank();
    FactorMatrix replaced =
        generations.put(
            index, isNow ? starts.begun(movieId, factors, catalogue.genres(index), now) : factors);
    if (replaced != null && isScoring) {
      starts.fill(replaced);
    }
  }

  /** The movie side knows the movie no more: nobody's rating of it stands. */
  public synchronized void removeFactors(String movieId) {
    int index = ids.indexOf(movieId);
    if (index < 0) {
      return;
    }
    learned.clear(index);
    taken.remove(index);
    if (catalogue.contains(index)) {
      generations.removeFromNext(index);
      matrix().remove(index);
      if (isScoring) {
        starts.fill(index, matrix());
      }
    } else {
      leave(index);
    }
  }

  /** Nobody needs the movie. */
  private void leave(int index) {
    generations.remove(index);
    taken.remove(index); // others may have been taken after it: the index may be another's next
    ranking.remove(index);
    ids.giveUp(index);
  }

  /** Takes in where a genre is, in whatever generation. */
  public void putGenre(String genre, Factors factors) {
    starts.put(genre, factors);
  }

  /** Takes in a ranking vector, of whatever generation of the ranking head. */
  public synchronized void putVector(String movieId, int generation, float[] vector) {
    ranking.put(movieId, generation, vector);
  }

  /** A partition of the ranking vectors is whole in a generation of the ranking head. */
  public synchronized void endVectors(int partition, int generation, int rank) {
    ranking.end(partition, generation, rank, this::assign);
  }

  /** A partition is whole in a generation. */
  public synchronized void take(GenerationMark mark) {
    FactorMatrix next = generations.mark(mark);
    if (next != null) {
      if (isScoring) {
        starts.fill(next);
      }
      int last = generation();
      generations.moveTo(next);
      if (isScoring) { // before that a movie may be known by what was taken after it alone
        leaveUnknown();
      }
      ids.begin();
      settle();
      starts.keepFrom(last);
    }
  }

  /** Gives up what is known only because other movies were once taken after it. */
  private void leaveUnknown() {
    for (int index = 0; index < ids.end(); index++) {
      if (!learned.get(index) && !catalogue.contains(index) && ids.isGiven(index)) {
        leave(index);
      }
    }
  }

  /** Takes in a change of the catalogue. */
  public synchronized void take(MovieEvent event) {
    Movie movie = event.movie();
    if (movie == null) {
      removeMovie(event.movieId());
    } else {
      putMovie(movie);
    }
  }

  private void putMovie(Movie movie) {
    int index = assign(movie.movieId());
    catalogue.put(index, movie);
    catalogue.begin(ids.size() > 1);
    if (isScoring) {
      starts.fill(index, matrix());
    }
  }

  private void removeMovie(String movieId) {
    catalogue.begin(ids.size() > 0);
    int index = ids.indexOf(movieId);
    if (index >= 0 && catalogue.remove(index) && !learned.get(index)) {
      leave(index);
    }
  }

  /** Heap of what orders lists. */
  private long listBytes() {
    return taken.bytes() + vectors().bytes();
  }

  private int assign(String movieId) {
    int index = ids.assign(movieId);
    heap.check(ids.end(), matrix().rank(), listBytes(), !isScoring);
    return index;
  }
}
