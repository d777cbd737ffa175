package dev.freshet.doctor;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.freshet.wire.LiveRecall;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an examination came to.
 *
 * @param generation the newest promoted; 0 where there is none
 * @param checks the result of each
 * @param lists whether people take what they are listed, by generation and arm
 */
public record Diagnosis(int generation, List<Result> checks, List<LiveRecall> lists) {

  /** What can be said of a check. */
  public enum Status {
    /** The invariant holds. */
    OK,
    /** The invariant does not hold. */
    BROKEN,
    /** It cannot be told now. */
    SKIPPED;

    /** The word that is printed: capitals for what is broken, lower case for the others. */
    @JsonValue
    @Override
    public String toString() {
      return this == BROKEN ? name() : name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The result of one check.
   *
   * @param check its name
   * @param status what can be said
   * @param detail what holds, what does not, or why it cannot be told
   * @param findings how many things are wrong
   * @param examples up to three of them
   */
  public record Result(
      String check, Status status, String detail, int findings, List<String> examples) {

    @Override
    public String toString() {
      String line = String.format(Locale.ROOT, "%-8s %-16s %s", status, check, detail);
      String more = findings > examples.size() ? "; ..." : "";
      return status == Status.BROKEN
          ? line + " (" + findings + "): " + String.join("; ", examples) + more
          : line;
    }
  }

  /** Whether nothing is broken. */
  @JsonProperty
  public boolean holds() {
    return count(Status.BROKEN) == 0;
  }

  /** Number of checks with a status. */
  public long count(Status status) {
    return checks.stream().filter(result -> result.status() == status).count();
  }

  /** One line for each check. */
  public String toTable() {
    return lines(checks.stream().map(Result::toString));
  }

  /** Whether people take what they are listed, a line for each generation and arm. */
  public String toListTable() {
    return lists.isEmpty() ? "" : LiveRecall.TITLE + lines(lists.stream().map(LiveRecall::line));
  }

  private static String lines(Stream<String> lines) {
    return lines.map(line -> line + System.lineSeparator()).collect(Collectors.joining());
  }
}
