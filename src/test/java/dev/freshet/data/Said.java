package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

/** Keeps what was said of a file. */
final class Said implements Remarks {
  final List<String> notes = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();

  @Override
  public void note(String line) {
    notes.add(line);
  }

  @Override
  public void warn(String line) {
    warnings.add(line);
  }

  /** A line that was noted has this in it. */
  void assertSays(String part) {
    assertTrue(notes.stream().anyMatch(note -> note.contains(part)), toString());
  }

  /** A line that was warned of has this in it. */
  void assertWarns(String part) {
    assertTrue(warnings.stream().anyMatch(warning -> warning.contains(part)), toString());
  }

  /** Everything, for messages and for what must not be said. */
  @Override
  public String toString() {
    return String.join("\n", notes) + "\n" + String.join("\n", warnings);
  }
}
