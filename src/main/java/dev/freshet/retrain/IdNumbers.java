package dev.freshet.retrain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers ids from 0 in the order in which they are first named. Not thread-safe. */
final class IdNumbers {

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> ids = new ArrayList<>();

  /** The number of an id; it gets the next one where it is new. */
  int numberOf(String id) {
    Integer known = numbers.putIfAbsent(id, ids.size());
    if (known != null) {
      return known;
    }
    ids.add(id);
    return ids.size() - 1;
  }

  /** Whether an id has a number. */
  boolean isKnown(String id) {
    return numbers.containsKey(id);
  }

  /** All ids, by number; it grows with them. */
  List<String> ids() {
    return ids;
  }
}
