package dev.freshet.wire;

/**
 * Ids of genres in {@code checkpoint-movies} and {@code movie-factors}, where the factors of genres
 * lie beside those of movies in one format. The id of a genre is U+0001, which no {@linkplain Ids
 * id} contains, and the name as the catalogue has it.
 */
public final class GenreIds {

  private static final char MARK = 1;

  private GenreIds() {}

  /** The id of a genre. */
  public static String of(String genre) {
    return MARK + genre;
  }

  /** Whether an id is that of a genre. */
  public static boolean isGenre(String id) {
    return !id.isEmpty() && id.charAt(0) == MARK;
  }

  /** Whether a record's key is the id of a genre. */
  public static boolean isKey(byte[] key) {
    return key.length > 0 && key[0] == MARK;
  }

  /** The genre that an id is of. */
  public static String genre(String id) {
    return id.substring(1);
  }
}
