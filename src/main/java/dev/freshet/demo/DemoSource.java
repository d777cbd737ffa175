package dev.freshet.demo;

import dev.freshet.data.DemoCatalogue;
import dev.freshet.data.DemoStream;
import dev.freshet.data.RatingSet;
import dev.freshet.data.Ratings;
import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import dev.freshet.wire.RatingEvent;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the demo's ratings come from. Thread-safe. */
public interface DemoSource {

  /** What people call the source. */
  String title();

  /** Every movie that may be rated. */
  List<Movie> catalogue();

  /** The id of a movie that people know. */
  String wellKnown();

  /** Every rating lies on it. */
  Scale scale();

  /** The next rating; null when there are no more. */
  @Nullable RatingEvent next();

  /** What a user likes, in words, where that is known. */
  Optional<String> taste(String userId);

  /** Whether {@link #taste} knows everybody who is still rating. */
  boolean knowsTastes();

  /** Invented people who rate real films, without end. */
  static DemoSource invented() {
    DemoStream stream = new DemoStream(DemoStream.Settings.DEFAULT, Clock.systemUTC());
    return new DemoSource() {
      @Override
      public String title() {
        return DemoStream.Settings.DEFAULT.users()
            + " invented people rate "
            + catalogue().size()
            + " real films";
      }

      @Override
      public List<Movie> catalogue() {
        return DemoCatalogue.movies();
      }

      @Override
      public String wellKnown() {
        return "inception-2010";
      }

      @Override
      public Scale scale() {
        return DemoStream.scale();
      }

      @Override
      public synchronized RatingEvent next() {
        return stream.next();
      }

      @Override
      public synchronized Optional<String> taste(String userId) {
        return stream.taste(userId);
      }

      @Override
      public boolean knowsTastes() {
        return true;
      }
    };
  }

  /** A rating file, in the order of its times, once. */
  static DemoSource of(String name, RatingSet set) {
    return new DemoSource() {
      private final String mostRated = mostRated(set.ratings());
      private int number;

      @Override
      public String title() {
        return name + ": " + set.summary();
      }

      @Override
      public List<Movie> catalogue() {
        return set.movies();
      }

      @Override
      public String wellKnown() {
        return mostRated;
      }

      @Override
      public Scale scale() {
        return set.scale();
      }

      @Override
      public synchronized @Nullable RatingEvent next() {
        return number < set.ratings().size() ? set.ratings().event(number++) : null;
      }

      @Override
      public Optional<String> taste(String userId) {
        return Optional.empty();
      }

      @Override
      public boolean knowsTastes() {
        return false;
      }
    };
  }

  private static String mostRated(Ratings ratings) {
    int[] counts = new int[ratings.movieIds().size()];
    int most = 0;
    for (int i = 0; i < ratings.size(); i++) {
      int movie = ratings.movie(i);
      counts[movie]++;
      if (counts[movie] > counts[most]) {
        most = movie;
      }
    }
    return ratings.movieIds().get(most);
  }
}
