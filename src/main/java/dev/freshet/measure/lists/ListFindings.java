package dev.freshet.measure.lists;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;

/**
 * How good lists are, beside plain orders on the same questions.
 *
 * @param questions what was asked
 * @param paced replays in which the movie side was hardly behind
 * @param usual replays in which it was as far behind as the settings allow
 * @param references plain orders, by name
 */
public record ListFindings(
    Questions questions, Replayed paced, Replayed usual, Map<String, Answers> references) {

  /**
   * Answers of live lists.
   *
   * @param staleness ratings that the movie side was behind when it was asked
   * @param answers by name: {@code served} where it was retrained, {@code servedOnline}
   */
  public record Replayed(Staleness staleness, Map<String, Answers> answers) {

    /** Nothing was replayed. */
    public static final Replayed NONE = new Replayed(new Staleness(0, 0), Map.of());
  }

  /**
   * Ratings that the movie side was behind.
   *
   * @param p50 at half of the questions, at most
   * @param p99 at 99% of the questions, at most
   */
  public record Staleness(long p50, long p99) {}

  private static final Map<String, ToDoubleFunction<Figures>> FIGURES = new LinkedHashMap<>();

  static {
    FIGURES.put("recallAt10", Figures::recallAt10);
    FIGURES.put("recallAt20", Figures::recallAt20);
    FIGURES.put("ndcgAt10", Figures::ndcgAt10);
    FIGURES.put("mrr", Figures::mrr);
    FIGURES.put("coverage", Figures::coverage);
    FIGURES.put("gini", Figures::gini);
  }

  /** The parts of the questions, by the suffix of their figures. */
  private Map<String, IntPredicate> parts() {
    Map<String, IntPredicate> parts = new LinkedHashMap<>();
    parts.put("", question -> true);
    parts.put("SecondHalf", questions::isInSecondHalf);
    parts.put("Unhurried", questions::isUnhurried);
    return parts;
  }

  /**
   * The figures of an order: of all questions, and with suffixes of those of their parts that there
   * are.
   */
  public Map<String, Double> figures(Answers answers) {
    Map<String, Double> figures = new LinkedHashMap<>();
    parts()
        .forEach(
            (suffix, part) -> {
              Figures of = Figures.of(questions, answers, part);
              if (of.questions() > 0) {
                FIGURES.forEach(
                    (name, figure) -> figures.put(name + suffix, figure.applyAsDouble(of)));
              }
            });
    return figures;
  }

  /** What stands under {@code lists} in a report. */
  @JsonValue
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    parts()
        .forEach(
            (suffix, part) ->
                map.put(
                    "questions" + suffix,
                    Figures.of(questions, new Answers(questions.size()), part).questions()));
    if (questions.ratings().hasRatings()) {
      map.put("likedFrom", questions.likedFrom());
    }
    putAll(map, paced);
    references.forEach((name, answers) -> map.put(name, figures(answers)));
    Map<String, Object> atUsualBound = new LinkedHashMap<>();
    putAll(atUsualBound, usual);
    map.put("atUsualBound", atUsualBound);
    return map;
  }

  private void putAll(Map<String, Object> map, Replayed replayed) {
    if (!replayed.answers().isEmpty()) {
      map.put("staleness", replayed.staleness());
    }
    replayed.answers().forEach((name, answers) -> map.put(name, figures(answers)));
  }

  /** How plain orders alone answer {@code questions}, for people: one row an order. */
  public static String tableOf(Questions questions, Map<String, Answers> references) {
    return new ListFindings(questions, Replayed.NONE, Replayed.NONE, references).table(references);
  }

  /** These findings for people. */
  public String toTable() {
    Map<String, Answers> rows = new LinkedHashMap<>(paced.answers());
    rows.putAll(references);
    usual.answers().forEach((name, answers) -> rows.put(name + ", usual", answers));
    return table(rows) + stale("movies were", paced) + stale("usual:", usual);
  }

  private String table(Map<String, Answers> rows) {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                """

            Lists, asked before each of %,d %s where the movie stands
                                 recall@10  recall@20  ndcg@10     mrr  coverage   gini  unhurried: recall@10
            """,
                questions.size(),
                kind()));
    rows.forEach((name, answers) -> table.append(row(name, answers)));
    return table.toString();
  }

  private String kind() {
    String rated = "liked first ratings (" + questions.likedFrom() + " or more)";
    if (!questions.ratings().hasOtherEvents()) {
      return rated;
    }
    return questions.ratings().hasRatings() ? "takes, " + rated + " among them," : "takes";
  }

  private String row(String name, Answers answers) {
    Map<String, Double> of = figures(answers);
    return String.format(
        Locale.ROOT,
        "%-20s     %.4f     %.4f   %.4f  %.4f    %.4f  %.3f                 %.4f%n",
        name,
        get(of, "recallAt10"),
        get(of, "recallAt20"),
        get(of, "ndcgAt10"),
        get(of, "mrr"),
        get(of, "coverage"),
        get(of, "gini"),
        get(of, "recallAt10Unhurried"));
  }

  private static double get(Map<String, Double> figures, String name) {
    return figures.getOrDefault(name, Double.NaN);
  }

  private static String stale(String which, Replayed replayed) {
    if (replayed.answers().isEmpty()) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "%-13s %,d ratings behind at half of the questions, at most %,d at 99%%%n",
        which,
        replayed.staleness().p50(),
        replayed.staleness().p99());
  }
}
