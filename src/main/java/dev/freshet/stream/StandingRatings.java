package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.online.UserFoldIn;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.RatingKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;

/** The ratings of one user that stand, oldest first. */
record StandingRatings(List<PlacedRating> all) {

  /** A rating and the place of its event in the partition. */
  record PlacedRating(String movieId, float rating, long sequence) {}

  /**
   * Reads those of a user.
   *
   * @param forgottenUpTo event time up to which the user is forgotten
   */
  static StandingRatings of(Bytes user, UserRatings ratings, long forgottenUpTo) {
    List<PlacedRating> rated = new ArrayList<>();
    ratings.forEach(
        user,
        forgottenUpTo,
        (key, stored) -> {
          if (stored.stands()) {
            String movie = RatingKey.movieId(key.get());
            rated.add(new PlacedRating(movie, stored.rating(), stored.sequence()));
          }
        });
    rated.sort(Comparator.comparingLong(PlacedRating::sequence));
    return new StandingRatings(rated);
  }

  /** These and one that is newer than all, in place of what stands for its movie. */
  StandingRatings with(String movieId, float rating, long sequence) {
    List<PlacedRating> rated = new ArrayList<>(all);
    rated.removeIf(r -> r.movieId().equals(movieId));
    rated.add(new PlacedRating(movieId, rating, sequence));
    return new StandingRatings(rated);
  }

  /** How many they are. */
  int size() {
    return all.size();
  }

  /** The oldest {@code most} ratings. */
  StandingRatings first(int most) {
    return new StandingRatings(all.subList(0, most));
  }

  /** The newest rating. */
  PlacedRating last() {
    return all.get(all.size() - 1);
  }

  /** Each with the factors that its movie has beside the user. */
  List<UserFoldIn.Rated> beside(Factors user, MovieReplica replica) {
    return all.stream()
        .map(r -> new UserFoldIn.Rated(replica.factorsBeside(user, r.movieId()), r.rating()))
        .toList();
  }
}
