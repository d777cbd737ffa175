package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.RatePerSecond;
import dev.freshet.console.StageBar;
import dev.freshet.console.StopSignal;
import dev.freshet.data.RatingSet;
import dev.freshet.data.Ratings;
import dev.freshet.measure.Pacer;
import dev.freshet.measure.Replay;
import dev.freshet.online.InteractionWeights;
import dev.freshet.online.Scale;
import dev.freshet.topics.Topic;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Produces a rating file. */
@Command(
    name = "replay",
    description = {
      "Produce a rating file to `ratings`, in the order of its times, and its catalogue to `movies`.",
      "A column `event` names what is no rating, such as a view, and `value` how much of it.",
      "The topics must exist. At the end it says how many events were accepted; it waits for",
      "that while more and more are read. Ctrl-C ends it earlier."
    },
    footer = {
      "",
      "Examples:",
      "  freshet replay -b localhost:9092 --ratings ml-latest-small",
      "  freshet replay -b localhost:9092 --ratings ratings.csv --rate 500",
      "  freshet replay --config freshet.properties --ratings ml-1m --prefix trial."
    })
final class ReplayCommand implements Callable<Integer> {

  private static final int TELL_EVERY = 100;

  /** An instance that runs commits many times in it. */
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(5);

  private final KafkaAccess kafka;
  private final Duration patience;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--ratings",
      required = true,
      paramLabel = "PATH",
      description = "A rating file, or a folder with one; recognised by content.")
  private Path path = Path.of("");

  @Mixin private RatingFileOptions files = new RatingFileOptions();

  @Option(
      names = "--rate",
      defaultValue = "max",
      paramLabel = "N|max",
      converter = RatePerSecond.class,
      description = "Events per second (default: ${DEFAULT-VALUE}, as fast as it goes).")
  private double rate;

  ReplayCommand(KafkaAccess kafka) {
    this(kafka, USUAL_PATIENCE);
  }

  /**
   * A command for a cluster.
   *
   * @param patience how long nothing may be read before it no longer waits for more
   */
  ReplayCommand(KafkaAccess kafka, Duration patience) {
    this.kafka = kafka;
    this.patience = patience;
  }

  @Override
  public Integer call() throws InterruptedException {
    FreshetConfig config = connection.config();
    RatingSet set =
        files.open(path, connection.isScaleSet() ? config.streams().scale() : null, null);
    warnOfScale(set.ratings(), config.streams().scale());
    warnOfNames(set, config.streams().users().interactions());
    String movies = Topic.MOVIES.name(config.prefix());
    String ratings = Topic.RATINGS.name(config.prefix());
    kafka.requireTopic(config.kafka(), movies);
    kafka.requireTopic(config.kafka(), ratings);
    try (StopSignal stop = new StopSignal();
        Reception reception = Reception.of(kafka, config, patience);
        Replay replay = new Replay(kafka.bulkProducer(config.kafka()), config.prefix())) {
      replay.movies(set.movies());
      say("%,d movies went to %s", set.movies().size(), movies);
      int exitCode = produce(set.ratings(), replay, stop, ratings);
      say("%s", became(replay, reception, set.ratings(), stop));
      return exitCode;
    }
  }

  private int produce(Ratings all, Replay replay, StopSignal stop, String topic)
      throws InterruptedException {
    int n = all.size();
    long start = System.nanoTime();
    Pacer.Held held;
    try (StageBar bar = new StageBar()) {
      held =
          new Pacer()
              .run(
                  rate,
                  n,
                  stop::isStopping,
                  (i, late) -> {
                    replay.rating(all.event((int) i));
                    if (i % TELL_EVERY == 0) {
                      bar.at(all.noun(), i, n);
                    }
                  });
      replay.flush();
      bar.at(all.noun(), held.count(), n);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    say(
        "%,d of %,d %s went to %s in %.1f s, %,.0f/s",
        held.count(), n, all.noun(), topic, seconds, held.count() / seconds);
    return held.count() < n ? ExitCodes.INTERRUPTED : ExitCodes.OK;
  }

  private static String became(Replay replay, Reception reception, Ratings all, StopSignal stop)
      throws InterruptedException {
    try (StageBar bar = new StageBar()) {
      return reception.await(
          replay.sent(), all.noun(), stop::isStopping, read -> bar.at("reading", read, all.size()));
    }
  }

  private void warnOfScale(Ratings ratings, Scale accepted) {
    long off = 0;
    for (int i = 0; i < ratings.size(); i++) {
      off += ratings.isRating(i) && !accepted.contains(ratings.rating(i)) ? 1 : 0;
    }
    if (off > 0) {
      PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
      err.printf(
          Locale.ROOT,
          "freshet: %,d of %,d ratings are not from %s to %s and will be rejected;"
              + " is scale.max what `run` is set to?%n",
          off,
          ratings.count(ratings.size()),
          accepted.min(),
          accepted.max());
    }
  }

  private void warnOfNames(RatingSet set, InteractionWeights accepted) {
    if (set.ratings().hasOtherEvents()) {
      say("%s: %s", path, set.summary());
    }
    EventNames names = EventNames.of(set.ratings(), accepted);
    if (!names.areKnown()) {
      PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
      err.printf("freshet: %s; is `run` set so? Else they will be rejected%n", names.sentence());
    }
  }

  private void say(String format, Object... args) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.printf(Locale.ROOT, format + "%n", args);
    out.flush();
  }
}
