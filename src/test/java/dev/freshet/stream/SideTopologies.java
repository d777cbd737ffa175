package dev.freshet.stream;

import dev.freshet.online.OnlineSgd;
import dev.freshet.stream.catalogue.KnownMovies;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.stream.sources.SourceLogs;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.wire.MovieParser;
import dev.freshet.wire.RatingParser;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.apache.kafka.streams.Topology;

/**
 * The topologies of both sides.
 *
 * @param known whose ratings are taken
 */
record SideTopologies(
    OnlineSgd sgd,
    ListSettings lists,
    MovieReplica replica,
    KnownMovies known,
    StalenessGate gate,
    LearningListener listener,
    ListProbe probe) {

  /** Time for all lists that are due, however busy the machine; else the defaults. */
  static ListSettings unhurried() {
    ListSettings lists = ListSettings.defaults();
    return new ListSettings(
        lists.interval(),
        lists.recommender(),
        lists.tick(),
        new ListSettings.Slice(Duration.ofMinutes(10)),
        lists.control());
  }

  Topology movies() {
    return MoviesTopology.build(
        TwoSides.PREFIX,
        sgd,
        Duration.ofSeconds(1),
        new MovieCommits(Duration.ofMillis(40), 1, 1_500),
        SourceLogs.withoutIds(),
        gate,
        listener);
  }

  Topology users() {
    return UsersTopology.build(parts());
  }

  UsersTopology.Parts parts() {
    Clock clock = Clock.fixed(TwoSides.START, ZoneOffset.UTC);
    return new UsersTopology.Parts(
        settings(),
        sgd,
        replica,
        new RatingParser(sgd.scale(), clock),
        known,
        new MovieParser(),
        SourceLogs.withoutIds(),
        gate,
        listener,
        probe,
        TakeLearner.time(System::nanoTime));
  }

  private StreamSettings settings() {
    return new StreamSettings(
        new Deployment(KafkaSettings.NONE, TwoSides.PREFIX, 1),
        Path.of("unused"),
        new StreamSettings.Processing(
            StreamSettings.Guarantee.EXACTLY_ONCE_V2, Duration.ofMillis(40), 8 << 20, 0, 16 << 20),
        sgd.settings(),
        sgd.scale(),
        new StreamSettings.UserSide(
            1, lists, Duration.ofDays(30), StreamSettings.UnknownMovies.ACCEPT),
        new StreamSettings.MovieSide(1),
        StalenessGate.Settings.defaults(),
        Duration.ofSeconds(1));
  }
}
