package dev.freshet.data;

import java.util.BitSet;
import java.util.Random;

/**
 * An invented person of the demo: what they like, and what they have rated. Ratings are {@code MEAN
 * + b + quality + genres + era + noise}.
 */
final class DemoUser {
  /**
   * What a film of middling quality, without genres or era, is to a person without bias. Ratings
   * average about 3.5 in the end: people choose what suits them.
   */
  private static final double MEAN = 2.9;

  private static final double MIDDLING_QUALITY = 4;

  /** Tastes differ more than films do, or everybody's list would be the same. */
  private static final double QUALITY_WEIGHT = .5;

  private static final double BIAS_SD = .25;

  /** Each genre that is loved adds, each disliked one takes. */
  private static final double PER_GENRE = .9;

  /** Genres of one film together say at most this much. */
  private static final double MOST_BY_GENRES = 1.8;

  /** Films of the favourite time are liked this much more than those far from it. */
  private static final double ERA = .4;

  private static final double ERA_WIDTH_YEARS = 15;
  private static final int FIRST_ERA = 1950;
  private static final int LAST_ERA = 2015;

  private final String id;
  private final DemoTaste taste;
  private final int era;
  private final double bias;
  private final int most;
  private final BitSet rated = new BitSet();

  /**
   * Draws a person.
   *
   * @param most how many films this person rates before staying away
   */
  DemoUser(String id, int most, Random random) {
    this.id = id;
    this.most = most;
    taste = DemoTaste.ALL.get(random.nextInt(DemoTaste.ALL.size()));
    era = FIRST_ERA + random.nextInt(LAST_ERA - FIRST_ERA);
    bias = BIAS_SD * random.nextGaussian();
  }

  String id() {
    return id;
  }

  /** What this person would rate the film on a day without noise, off any scale. */
  double opinion(DemoFilm film) {
    double genres = PER_GENRE * taste.balance(film.movie().genres());
    genres = Math.max(-MOST_BY_GENRES, Math.min(MOST_BY_GENRES, genres));
    double away = (film.year() - era) / ERA_WIDTH_YEARS;
    return MEAN
        + bias
        + QUALITY_WEIGHT * (film.quality() - MIDDLING_QUALITY)
        + genres
        + ERA * Math.exp(-away * away);
  }

  boolean hasRated(int film) {
    return rated.get(film);
  }

  void rate(int film) {
    rated.set(film);
  }

  /** Whether this person has rated all they ever will. */
  boolean isDone() {
    return rated.cardinality() >= most;
  }

  /** The taste in words, for people. */
  String taste() {
    return taste.inWords() + ", and the " + era / 10 * 10 + "s";
  }
}
