package dev.freshet.stream.catalogue;

/** Whether movies are in the catalogue, for ratings that may be refused where they are not. */
public interface KnownMovies {

  /** What can be said of a movie. */
  enum Answer {
    /** It is in the catalogue, or ratings of any movie are taken. */
    YES,
    /** It is not, and was not when the rating arrived. */
    NO,
    /** The catalogue could not be read up to when the rating arrived. */
    UNTOLD
  }

  /** Takes ratings of any movie. */
  KnownMovies ANY = movieId -> Answer.YES;

  /** This thread was handed records: what arrived before now is asked about from now on. */
  default void received() {}

  /**
   * Whether the movie is in the catalogue as it was when the record that this thread looks at
   * arrived, or later. Waits briefly if need be.
   */
  Answer has(String movieId);
}
