package dev.freshet.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a person probably meant to write. */
public final class Spelling {

  private Spelling() {}

  /** The candidate nearest to the text, if it is near enough to be worth saying. */
  public static Optional<String> nearest(String text, Collection<String> candidates) {
    Optional<String> shortened =
        candidates.stream().filter(c -> c.endsWith("." + text)).sorted().findFirst();
    return shortened.isPresent()
        ? shortened
        : nearest(text, candidates, Math.max(2, text.length() / 4));
  }

  /** The candidate nearest to the text with at most so many letters wrong. */
  static Optional<String> nearest(String text, Collection<String> candidates, int atMost) {
    return candidates.stream()
        .filter(c -> distance(text, c) <= atMost)
        .min(Comparator.<String>comparingInt(c -> distance(text, c)).thenComparing(c -> c));
  }

  /** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
