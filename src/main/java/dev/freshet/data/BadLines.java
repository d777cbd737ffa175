package dev.freshet.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of a file that cannot be used: the first few, and how many there are. */
final class BadLines {
  /** As many as one line of text can hold. */
  private static final int NAMED = 3;

  private final Path file;
  private final List<String> named = new ArrayList<>();
  private long bad;
  private long lines;
  private long ofTime;
  private long inFuture;

  BadLines(Path file) {
    this.file = file;
  }

  /** A line was read. */
  void line() {
    lines++;
  }

  /** The line that was read last cannot be used. */
  void add(RatingFileException why) {
    bad++;
    if (named.size() < NAMED) {
      named.add(why.problem());
    }
  }

  /** What is wrong with the line that is read is its time. */
  void isOfTime(boolean isInFuture) {
    ofTime++;
    inFuture += isInFuture ? 1 : 0;
  }

  /**
   * Says, at the end of the file, what was left out.
   *
   * @param withoutTime columns to name where the time is what is wrong; empty if there is none
   * @throws RatingFileException if nothing may be left out, or nothing would be left
   */
  void settle(boolean skips, String withoutTime, Remarks remarks) {
    if (bad == 0) {
      return;
    }
    String more = bad > NAMED ? String.format(Locale.ROOT, "; and %,d more", bad - NAMED) : "";
    String all = String.join("; ", named) + more;
    String count = String.format(Locale.ROOT, "%,d of %,d lines", bad, lines);
    if (skips && bad < lines) {
      remarks.warn(RatingFileException.name(file) + ": " + count + " are left out: " + all);
      return;
    }
    String many = bad == 1 ? "" : " (" + count + ")";
    String it = bad == 1 ? "it" : "them";
    String remedy = bad < lines ? ", or leave " + it + " out by --skip-bad-lines" : "";
    if (ofTime == bad) {
      remedy += ", or leave the column out by --columns " + withoutTime;
    }
    if (inFuture == lines) {
      remedy += "; are the clock here and the unit of the column right?";
    }
    throw new RatingFileException(file, all + many + "; mend " + it + remedy, true);
  }
}
