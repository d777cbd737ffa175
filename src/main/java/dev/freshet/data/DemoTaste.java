package dev.freshet.data;

import java.util.List;

/**
 * What people of the demo love and dislike. The tastes are few, so that a model finds them within
 * minutes, and each is one that a person recognises in a list.
 *
 * @param loved genres
 * @param disliked genres
 */
record DemoTaste(List<String> loved, List<String> disliked) {
  /** All tastes. */
  static final List<DemoTaste> ALL =
      List.of(
          of("Sci-Fi Action Adventure", "Romance Musical"),
          of("Horror Mystery Thriller", "Family Musical Comedy"),
          of("Romance Comedy Musical", "Horror Sci-Fi War"),
          of("Family Animation Fantasy", "Crime Horror War"),
          of("Crime Thriller Western", "Fantasy Family Romance"),
          of("War Drama Documentary", "Fantasy Sci-Fi Horror"));

  private static DemoTaste of(String loved, String disliked) {
    return new DemoTaste(List.of(loved.split(" ", -1)), List.of(disliked.split(" ", -1)));
  }

  /** Number of loved genres among {@code genres} less that of disliked ones. */
  int balance(List<String> genres) {
    int balance = 0;
    for (String genre : genres) {
      if (loved.contains(genre)) {
        balance++;
      } else if (disliked.contains(genre)) {
        balance--;
      }
    }
    return balance;
  }

  /** The taste in words, for people. */
  String inWords() {
    return "loves " + String.join(", ", loved) + ", not " + String.join(", ", disliked);
  }
}
