package dev.freshet.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a file, by which its columns are known. Names are compared by their letters
 * alone, without a type behind a colon ({@code user_id:token}). Of several names that fit one
 * column the first of the lists counts.
 */
final class Header {

  /** What may stand between the names, most usual first. */
  static final List<Separator> SEPARATORS =
      List.of(
          Separator.COMMA,
          Separator.SEMICOLON,
          Separator.TAB,
          Separator.PIPE,
          Separator.COLONS,
          Separator.BLANK);

  private static final List<String> USERS =
      words(
          "userid user uid useridentifier username reviewerid reviewer customerid customer memberid"
              + " member visitorid accountid profilename profileid readerid listenerid playerid");

  /** What may be rated: movies, and what else people bring. */
  private static final List<String> MOVIES =
      words(
          "movieid movie itemid item filmid film productid product animeid anime bookid book isbn"
              + " asin parentasin trackid track songid song artistid artist albumid album gameid game"
              + " recipeid recipe businessid restaurantid beerid jokeid articleid showid iid mid");

  private static final List<String> RATINGS =
      words(
          "rating ratings stars score overall userrating bookrating movierating itemrating"
              + " reviewrating reviewscore overallrating myrating ratingvalue rate userscore"
              + " starrating myscore yourrating");

  private static final List<String> TIMES =
      words(
          "timestamp time ts eventtime unixtimestamp unixtime unixreviewtime unixts epoch datetime"
              + " date ratingtimestamp ratingtime ratingdate reviewtime reviewdate ratedat createdat"
              + " dateadded dateupdated lastupdated updatedat timestampms");

  private static final List<String> TITLES =
      words(
          "title name movietitle moviename booktitle itemname itemtitle producttitle productname"
              + " gametitle primarytitle originaltitle");

  private static final List<String> GENRES =
      words("genres genre moviegenres moviegenre bookgenres categories category listedin");

  private static final List<String> YEARS =
      words("year releaseyear movieyear startyear yearofpublication releasedate dateofrelease");

  private final List<String> written;
  private final List<String> names;

  private Header(List<String> cells) {
    written = cells.stream().map(String::strip).toList();
    names = written.stream().map(Header::letters).toList();
  }

  private static List<String> words(String words) {
    return Arrays.asList(words.split(" ", -1));
  }

  private static String letters(String cell) {
    return cell.toLowerCase(Locale.ROOT).replaceFirst(":[a-z_]+$", "").replaceAll("[^a-z]", "");
  }

  /**
   * The layout of the rows below; null if this is no header of ratings or movies. Words between
   * blanks are prose unless each of them names a column of ratings.
   */
  static @Nullable Layout layout(List<String> cells, Separator separator) {
    Layout layout = new Header(cells).layout(separator);
    boolean isProse =
        separator == Separator.BLANK
            && !(layout instanceof Layout.OfRatings ratings && ratings.unused().isEmpty());
    return isProse ? null : layout;
  }

  /** Whether the cells of these columns are their names. */
  static boolean isOf(List<String> cells, int user, int movie) {
    Header header = new Header(cells);
    return USERS.contains(header.names.get(user))
        && MOVIES.contains(header.names.get(movie))
        && header.areNames(user, movie);
  }

  /** Whether these may be names: of two ids, such as {@code user1}, both have a digit. */
  private boolean areNames(int user, int movie) {
    return !Stream.of(written.get(user), written.get(movie))
        .allMatch(cell -> cell.chars().anyMatch(Character::isDigit));
  }

  private @Nullable Layout layout(Separator separator) {
    int user = find(USERS);
    int movie = find(MOVIES);
    int rating = find(RATINGS);
    int event = names.indexOf("event");
    int title = find(TITLES);
    boolean says = rating >= 0 || event >= 0;
    if (user >= 0 && movie < 0 && says) {
      movie = title;
    }
    if (user >= 0 && movie >= 0 && says) {
      return ratings(separator, new int[] {user, movie, rating, find(TIMES), event});
    }
    if (user >= 0 && movie >= 0) {
      return areNames(user, movie) ? likes(separator, user, movie, find(TIMES)) : null;
    }
    int id = movie >= 0 ? movie : names.indexOf("id");
    if (id >= 0 && title >= 0 && user < 0) {
      int genres = find(GENRES);
      return new Layout.OfMovies(
          separator,
          true,
          names.size(),
          id,
          title,
          genres,
          find(YEARS),
          -1,
          isOfWords(genres) ? GenreCell.Between.BLANKS : GenreCell.Between.MARKS,
          movie >= 0);
    }
    return says && (user >= 0 || movie >= 0) ? missing(user) : null;
  }

  /** Whether RecBole says of a column that its cells are words between blanks. */
  private boolean isOfWords(int column) {
    return column >= 0 && written.get(column).toLowerCase(Locale.ROOT).endsWith(":token_seq");
  }

  private Layout ratings(Separator separator, int[] at) {
    int value = at[4] < 0 ? -1 : names.indexOf("value");
    List<String> unused = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int column = i;
      if (i != value
          && !written.get(i).isEmpty()
          && Arrays.stream(at).noneMatch(used -> used == column)) {
        unused.add(written.get(i));
      }
    }
    return new Layout.OfRatings(
        "csv", separator, true, names.size(), at[0], at[1], at[2], at[3], at[4], value, unused);
  }

  /** Likes where there is nothing else; another column may be a rating of an unknown name. */
  private Layout likes(Separator separator, int user, int movie, int time) {
    if (names.size() == (time < 0 ? 2 : 3)) {
      return ratings(separator, new int[] {user, movie, -1, time, -1});
    }
    List<String> liked = new ArrayList<>(Collections.nCopies(names.size(), "-"));
    liked.set(user, "user");
    liked.set(movie, "movie");
    if (time >= 0) {
      liked.set(time, "time");
    }
    List<String> rated = new ArrayList<>(liked);
    for (int i = 0; i < rated.size() && rated.equals(liked); i++) {
      boolean mayBe = liked.get(i).equals("-") && !written.get(i).isEmpty();
      rated.set(i, mayBe ? "rating" : rated.get(i));
    }
    String asRatings =
        rated.equals(liked)
            ? ""
            : "say which it is, such as by --columns %s, or ".formatted(String.join(",", rated));
    return new Layout.Other(
        true,
        "has no column for the rating, such as rating, or event; its header is %s: name it there, or %sread each line as a like by --columns %s"
            .formatted(Line.quoted(String.join(",", written)), asRatings, String.join(",", liked)));
  }

  private Layout missing(int user) {
    return new Layout.Other(
        true,
        "has no column for %s; its header is %s: name it there, or say what the columns are by"
                .formatted(
                    user < 0 ? "the user, such as userId" : "the movie, such as movieId",
                    Line.quoted(String.join(",", written)))
            + " --columns user,movie,rating,time (- passes one over)");
  }

  private int find(List<String> wanted) {
    for (String name : wanted) {
      if (names.contains(name)) {
        return names.indexOf(name);
      }
    }
    return -1;
  }
}
