package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.online.InteractionWeights;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Recommender;
import dev.freshet.online.Scale;
import dev.freshet.online.TakeMix;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieEvent;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.UserProgress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListWriterTest {

  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);

  private final MovieReplica replica = new MovieReplica(SGD, 1);
  private final ListWriter lists =
      new ListWriter(
          SGD,
          new UserStart(SGD, replica, new UserProgress()),
          replica,
          new UserTaste(SGD.scale(), InteractionWeights.defaults(), replica, new TakeMix()),
          ListSettings.defaults(),
          "ratings");

  @Test
  void aMovieThatLeavesBetweenScoringAndSendingIsNotInTheList() {
    replica.take(new MovieEvent("alien", new Movie("alien", "Alien", List.of(), null)));
    replica.take(new MovieEvent("brazil", new Movie("brazil", "Brazil", List.of(), null)));
    List<Recommender.Scored> scored =
        List.of(
            new Recommender.Scored(replica.indexOf("alien"), 4, 4, List.of()),
            new Recommender.Scored(replica.indexOf("brazil"), 3, 3, List.of()));

    replica.take(new MovieEvent("alien", null));

    assertEquals(
        List.of("brazil"),
        lists.describe(scored).stream().map(Recommendations.Item::movieId).toList());
  }
}
