package dev.freshet.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds the terms of use in the README of a data set. */
final class Licence {
  private static final Pattern UNDERLINE = Pattern.compile("\\s*(={4,}|-{4,})\\s*");

  private Licence() {}

  /**
   * The section whose underlined heading speaks of a licence, heading included; the whole text if
   * there is none.
   */
  static List<String> of(List<String> readme) {
    int start = heading(readme, 0, "licen");
    if (start < 0) {
      return readme;
    }
    int end = heading(readme, start + 2, "");
    List<String> section = new ArrayList<>(readme.subList(start, end < 0 ? readme.size() : end));
    while (section.get(section.size() - 1).isBlank()) {
      section.remove(section.size() - 1);
    }
    return section;
  }

  /** The first heading from {@code from} that holds {@code word}, or -1. */
  private static int heading(List<String> lines, int from, String word) {
    for (int i = from; i + 1 < lines.size(); i++) {
      boolean underlined = UNDERLINE.matcher(lines.get(i + 1)).matches();
      String text = lines.get(i).toLowerCase(Locale.ROOT);
      if (underlined && text.contains(word) && !text.isBlank()) {
        return i;
      }
    }
    return -1;
  }
}
