package dev.freshet.stream;

import dev.freshet.event.RatingKey;
import dev.freshet.event.StoredRating;
import dev.freshet.model.Factors;
import dev.freshet.model.UserFoldIn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The ratings of one user that stand, oldest first. */
record StandingRatings(List<Rating> all) {

  private static final BytesSerializer PREFIXES = new BytesSerializer();

  /** A rating and the place of its event in the partition. */
  record Rating(String movieId, float rating, long sequence) {}

  /** Reads those of a user. */
  static StandingRatings of(Bytes user, ReadOnlyKeyValueStore<Bytes, byte[]> ratings) {
    List<Rating> rated = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all =
        ratings.prefixScan(RatingKey.prefix(user.get()), PREFIXES)) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> entry = all.next();
        StoredRating stored = StoredRating.fromBytes(entry.value);
        if (!stored.isRetracted()) {
          String movie = RatingKey.movieId(entry.key.get());
          rated.add(new Rating(movie, stored.rating(), stored.sequence()));
        }
      }
    }
    rated.sort(Comparator.comparingLong(Rating::sequence));
    return new StandingRatings(rated);
  }

  /** The oldest {@code most} of them. */
  StandingRatings first(int most) {
    return new StandingRatings(all.subList(0, most));
  }

  /** Each with the factors that its movie has beside the user. */
  List<UserFoldIn.Rated> beside(Factors user, MovieReplica replica) {
    return all.stream()
        .map(r -> new UserFoldIn.Rated(replica.factorsBeside(user, r.movieId()), r.rating()))
        .toList();
  }
}
