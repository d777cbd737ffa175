package dev.freshet.measure;

import dev.freshet.stream.FreshetStreams;
import dev.freshet.stream.StreamSettings;
import dev.freshet.wire.Side;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

/** Several instances of Freshet in this process, each with both sides and stores of its own. */
final class Instances implements AutoCloseable {

  private final List<FreshetStreams> all = new ArrayList<>();

  /**
   * Instances that share what they tell.
   *
   * @param settings of the first; the others' stores are in directories beneath its own
   * @param failure is told if one of them stops
   */
  Instances(StreamSettings settings, int number, Tally tally, Consumer<Throwable> failure) {
    for (int i = 0; i < number; i++) {
      StreamSettings own =
          settings.at(settings.deployment(), settings.stateDir().resolve("instance-" + i));
      all.add(new FreshetStreams(own, EnumSet.allOf(Side.class), tally, failure));
    }
  }

  void start() {
    all.forEach(FreshetStreams::start);
  }

  /** Movies that the slowest of them knows. */
  int catalogueSize() {
    return all.stream().mapToInt(streams -> streams.replica().catalogueSize()).min().orElse(0);
  }

  /** Most that any of them knows to be on the way to the movie side. */
  long onTheWay() {
    return all.stream()
        .map(FreshetStreams::gate)
        .mapToLong(gate -> gate.bound() - gate.credit())
        .max()
        .orElse(0);
  }

  @Override
  public void close() {
    all.forEach(FreshetStreams::close);
  }
}
