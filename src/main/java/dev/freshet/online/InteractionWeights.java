package dev.freshet.online;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What interactions, events beyond ratings such as views and purchases, count: by the names that an
 * installation accepts.
 *
 * @param byName weight of each name that is accepted
 */
public record InteractionWeights(Map<String, Weight> byName) {

  /** What an interaction must count at least for lists to be judged by it. */
  public static final float QUESTION = .5f;

  /**
   * The name of what was taken as a whole: each line of a file in which every rating is the same.
   */
  public static final String TAKE = "take";

  /** Names and what they count where nothing is set. */
  private static final InteractionWeights DEFAULTS =
      new InteractionWeights(
          Map.of(
              TAKE,
              new Weight(1, true),
              "purchase",
              new Weight(1, true),
              "view",
              new Weight(.2f, false),
              "skip",
              new Weight(-.5f, false)));

  /**
   * What an interaction of one name counts.
   *
   * @param weight of one whose value is 1, where a liked rating counts 1; negative for what tells
   *     of dislike
   * @param hides whether its movie is left out of the user's lists from then on
   */
  public record Weight(float weight, boolean hides) {}

  /** Copies the names. */
  public InteractionWeights {
    byName = Map.copyOf(byName);
  }

  /** Names and what they count where nothing is set. */
  public static InteractionWeights defaults() {
    return DEFAULTS;
  }

  /** What an interaction of this name counts; null if it is not accepted. */
  public @Nullable Weight of(String name) {
    return byName.get(name);
  }

  /** Whether interactions of this name are accepted. */
  public boolean accepts(String name) {
    return byName.containsKey(name);
  }

  /** The names, in order, for people. */
  public String names() {
    return String.join(", ", new TreeMap<>(byName).keySet());
  }

  /**
   * What an interaction counts.
   *
   * @return weight times value; 0 for a name that is not accepted any more
   */
  public double count(String name, double value) {
    @Nullable Weight of = byName.get(name);
    return of == null ? 0 : (double) of.weight() * value;
  }

  /** Whether an interaction is one that lists are judged by. */
  public boolean isQuestion(String name, float value) {
    return (float) count(name, value) >= QUESTION;
  }

  /** Whether interactions of this name leave their movie out of lists. */
  public boolean hides(String name) {
    @Nullable Weight of = byName.get(name);
    return of != null && of.hides();
  }
}
