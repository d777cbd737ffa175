package dev.freshet.measure;

import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.stream.StreamSettings;
import dev.freshet.stream.StreamsProperties;
import dev.freshet.stream.SweepTrial;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * Measures how soon lists that have to change are found in a partition of many users: in a real
 * store, by the walk that runs in production, on a broker of its own.
 */
public final class RemovalsBench {

  private static final String PREFIX = "freshet-removals.";

  private final StreamSettings settings;

  private final SweepTrial.SweepLoad load;
  private final Evaluation.StageProgress progress;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * A bench under a load; nothing runs yet.
   *
   * @param settings how Freshet runs, but for cluster, prefix and directory, which are the bench's
   *     own
   * @param progress is told
   * @throws IllegalArgumentException if there are too few users, or no time between removals
   */
  public RemovalsBench(
      StreamSettings settings, SweepTrial.SweepLoad load, Evaluation.StageProgress progress) {
    if (load.users() < 100 || load.removalsEvery().isZero()) {
      throw new IllegalArgumentException("needs at least 100 users and time between removals");
    }
    this.settings = settings;
    this.load = load;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @throws IllegalStateException if something that was looked for was not found
   * @throws InterruptedException if the thread is interrupted; everything is stopped by then
   */
  public RemovalsReport run() throws InterruptedException {
    List<SweepTrial.SweepFigures> found = new CopyOnWriteArrayList<>();
    try (LocalSystem system = LocalSystem.start(EmbeddedBroker.Settings.temporary(), 1)) {
      system.createTopics(PREFIX);
      Properties properties = StreamsProperties.users(system.on(settings, PREFIX));
      properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
      try (KafkaStreams streams =
          new KafkaStreams(
              SweepTrial.topology(PREFIX, load, settings.users().lists(), found::add),
              properties)) {
        streams.setUncaughtExceptionHandler(
            e -> {
              failure.set(e);
              return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
        streams.start();
        List<SweepTrial.SweepPart> parts = List.of(SweepTrial.SweepPart.values());
        for (int done = 0; done < parts.size(); done++) {
          await(parts.get(done).words(), done, parts.size(), found);
        }
      }
    }
    List<RemovalsReport.RemovalsRow> rows =
        found.stream().map(RemovalsReport.RemovalsRow::of).toList();
    return new RemovalsReport(load.users(), load.removalsEvery().toMillis(), rows);
  }

  private void await(String part, int done, int of, List<SweepTrial.SweepFigures> found)
      throws InterruptedException {
    Patience.await(
        () -> {
          progress.at(part, done, of);
          return failure.get() != null || found.size() > done;
        });
    Throwable died = failure.get();
    if (died != null) {
      throw new IllegalStateException("the walk stopped: " + died, died);
    }
  }
}
