package dev.freshet.stream;

import dev.freshet.online.FactorMatrix;
import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Recommender;
import dev.freshet.online.TakeOrder;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.Arm;
import dev.freshet.wire.ControlArm;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.SourcePosition;
import dev.freshet.wire.UserState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Writes one user's list from the replica and the user's ratings. Not thread-safe: one per
 * processor.
 */
final class ListWriter {

  private final OnlineSgd sgd;
  private final MovieReplica replica;
  private final Recommender recommender;
  private final Recommender byPopularity;
  private final ControlArm control;
  private final String ratingsTopic;
  private final UserStart start;
  private final UserTaste taste;
  private final Recommender.Scratch scratch = new Recommender.Scratch();

  ListWriter(
      OnlineSgd sgd,
      UserStart start,
      MovieReplica replica,
      UserTaste taste,
      ListSettings settings,
      String ratingsTopic) {
    this.taste = taste;
    this.sgd = sgd;
    this.start = start;
    this.replica = replica;
    this.recommender = new Recommender(settings.recommender(), sgd.scale());
    this.byPopularity = new Recommender(settings.recommender().plain(), sgd.scale());
    this.control = new ControlArm(settings.control());
    this.ratingsTopic = ratingsTopic;
  }

  /**
   * The list.
   *
   * @param user id of the user
   * @param state of the user, a list owed
   * @param ratings all stored ratings
   * @param now milliseconds since the epoch
   * @return null while no movies are here in the user's generation
   */
  @Nullable Recommendations write(Bytes user, UserState state, UserRatings ratings, long now) {
    Best best = best(user, state, ratings);
    return best == null
        ? null
        : new Recommendations(
            new String(user.get(), StandardCharsets.UTF_8),
            best.generation(),
            best.ranking(),
            state.ratings(),
            state.interacted(),
            source(state.source()),
            state.due().word(),
            best.arm(),
            now,
            describe(best.movies()));
  }

  /** What a list will hold, best first, of which generations and arm it is. */
  private record Best(int generation, int ranking, Arm arm, List<Recommender.Scored> movies) {}

  /**
   * What stands at each place of the list that the user would be sent now.
   *
   * @return empty while no movies are here in the user's generation
   */
  List<ListProbe.Place> places(Bytes user, UserState state, UserRatings ratings) {
    Best best = best(user, state, ratings);
    List<ListProbe.Place> places = new ArrayList<>();
    if (best != null) {
      for (Recommender.Scored item : best.movies()) {
        if (maySend(item)) {
          places.add(new ListProbe.Place(replica.idOf(item.movie()), item.score()));
        }
      }
    }
    return places;
  }

  private @Nullable Best best(Bytes user, UserState state, UserRatings ratings) {
    Factors learned = state.factors();
    FactorMatrix movies =
        learned == null ? replica.matrix() : replica.matrixOf(learned.generation());
    if (movies == null) {
      return null;
    }
    Factors factors = start.toScore(movies, learned, user);
    taste.read(user, ratings, state.forgottenUpTo());
    Arm arm = control.of(user);
    boolean isControl = arm == Arm.CONTROL;
    @Nullable TakeOrder order = isControl ? taste.popularity() : taste.order(user, state);
    return new Best(
        factors.generation(),
        order == null ? 0 : order.rankingGeneration(),
        arm,
        (isControl ? byPopularity : recommender)
            .recommend(
                factors,
                sgd.globalBias(),
                new Recommender.Candidates(
                    movies, taste.rated(), replica::isListable, replica::genres),
                order,
                scratch));
  }

  /**
   * The items of a list. While movies are scored, the thread that follows the topics goes on: a
   * movie may leave the catalogue, and a movie that the user rated may become known only then.
   * Neither is in the list.
   */
  List<Recommendations.Item> describe(List<Recommender.Scored> best) {
    List<Recommendations.Item> items = new ArrayList<>(best.size());
    for (Recommender.Scored item : best) {
      if (maySend(item)) {
        items.add(describe(item));
      }
    }
    return items;
  }

  private boolean maySend(Recommender.Scored item) {
    return replica.isListable(item.movie()) && !taste.hasRatedUnknown(replica.idOf(item.movie()));
  }

  private Recommendations.Item describe(Recommender.Scored item) {
    List<String> because = new ArrayList<>(item.reasons().size());
    for (int reason : item.reasons()) {
      because.add(replica.idOf(reason));
    }
    return new Recommendations.Item(
        replica.idOf(item.movie()),
        replica.title(item.movie()),
        Float.isNaN(item.predicted()) ? null : item.predicted(),
        because);
  }

  private Recommendations.@Nullable Source source(@Nullable SourcePosition at) {
    return at == null
        ? null
        : new Recommendations.Source(ratingsTopic, at.partition(), at.offset());
  }
}
