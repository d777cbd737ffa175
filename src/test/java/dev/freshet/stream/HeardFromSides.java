package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.wire.Side;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What both sides have told their {@link LearningListener}. */
final class HeardFromSides implements LearningListener {

  /** Ratings that were taken because nobody could tell whether their movies are known. */
  int untold;

  /** Where something could not be read, in order. */
  final List<String> unreadable = new ArrayList<>();

  private final Map<Side, Integer> refused = new EnumMap<>(Side.class);

  /** How often a side has said that it refused something. */
  int refusals(Side side) {
    return refused.getOrDefault(side, 0);
  }

  @Override
  public void unknownUntold() {
    untold++;
  }

  @Override
  public void refused(Side side) {
    refused.merge(side, 1, Integer::sum);
  }

  @Override
  public void unreadable(String where) {
    assertTrue(FreshetStreams.setAsideFrom().contains(where), where + " is metered from the start");
    unreadable.add(where);
  }
}
