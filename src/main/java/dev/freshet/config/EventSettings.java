package dev.freshet.config;

import static dev.freshet.config.Setting.number;

import dev.freshet.config.FreshetSettings.Section;
import dev.freshet.online.InteractionWeights;
import dev.freshet.online.InteractionWeights.Weight;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of events beyond ratings: two for each name that is accepted. Some names are there
 * from the beginning; any other is accepted once one of its settings is given.
 */
final class EventSettings {

  static final Section SECTION = new Section("Events beyond ratings", new ArrayList<>());

  private static final String WEIGHT = "weight";
  private static final String HIDES = "hides";
  private static final Pattern KEY =
      Pattern.compile("events\\.([A-Za-z0-9_-]{1,32})\\.(" + WEIGHT + "|" + HIDES + ")");
  private static final Pattern VARIABLE =
      Pattern.compile("FRESHET_EVENTS_([A-Z0-9_]{1,32})_(WEIGHT|HIDES)");
  private static final float MOST = 100;

  /** Names that are accepted, at most. */
  private static final int MOST_NAMES = 100;

  static {
    new TreeMap<>(InteractionWeights.defaults().byName())
        .forEach(
            (name, weight) -> {
              SECTION.add(weight(name, weight));
              SECTION.add(hides(name, weight));
            });
  }

  private EventSettings() {}

  private static Setting<Float> weight(String name, Weight byDefault) {
    return number(
            "events." + name + "." + WEIGHT,
            String.valueOf(byDefault.weight()),
            "What an event `"
                + name
                + "` counts, times its value, where a liked rating counts 1; negative for what tells"
                + " of dislike.")
        .where(new Constraint<>("from -100 to 100", weight -> Math.abs(weight) <= MOST));
  }

  private static Setting<Boolean> hides(String name, Weight byDefault) {
    return Setting.of(
        "events." + name + "." + HIDES,
        SettingType.YES_OR_NO,
        String.valueOf(byDefault.hides()),
        "Whether an event `" + name + "` leaves its movie out of the user's lists.");
  }

  /** The setting of a key, whether its name is there from the beginning or not. */
  static Optional<Setting<?>> find(String key) {
    Matcher matcher = KEY.matcher(key);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group(1);
    Weight byDefault = byDefault(name);
    return Optional.of(
        matcher.group(2).equals(WEIGHT) ? weight(name, byDefault) : hides(name, byDefault));
  }

  private static Weight byDefault(String name) {
    Weight known = InteractionWeights.defaults().of(name);
    return known == null ? new Weight(0, false) : known;
  }

  /** The key that a variable sets; names are in lower case there. */
  static Optional<String> key(String variable) {
    Matcher matcher = VARIABLE.matcher(variable);
    return matcher.matches()
        ? Optional.of(
            ("events." + matcher.group(1) + "." + matcher.group(2)).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** What is wrong with all names together. */
  static Optional<String> problem(Set<String> keys) {
    int names = names(keys).size();
    return names > MOST_NAMES
        ? Optional.of("events.*: %d names are too many, at most 100 fit".formatted(names))
        : Optional.empty();
  }

  private static Set<String> names(Set<String> keys) {
    TreeSet<String> names = new TreeSet<>(InteractionWeights.defaults().byName().keySet());
    for (String key : keys) {
      Matcher matcher = KEY.matcher(key);
      if (matcher.matches()) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  /** What was given, over what is there from the beginning. */
  static InteractionWeights read(SettingValues values) {
    Map<String, Weight> weights = new TreeMap<>();
    for (String name : names(values.given().keySet())) {
      Weight byDefault = byDefault(name);
      weights.put(
          name,
          new Weight(values.get(weight(name, byDefault)), values.get(hides(name, byDefault))));
    }
    return new InteractionWeights(weights);
  }
}
