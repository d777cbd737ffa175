package dev.freshet.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lists as text for a terminal. Lists name the rated movies behind each item by id; their titles
 * are remembered from the lists that passed by.
 */
public final class ListText {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final int REASONS_SHOWN = 2;

  /** Why ratings that are shown do not fall. */
  public static final String ORDER = "the likeliest to be liked next first";

  private final Map<String, String> titles = new HashMap<>();
  private final ZoneId zone;

  /**
   * A formatter that has seen no titles.
   *
   * @param zone in which times are shown
   */
  public ListText(ZoneId zone) {
    this.zone = zone;
  }

  /** Learns the titles of a list. */
  public void remember(JsonNode list) {
    for (JsonNode item : list.path("items")) {
      if (item.hasNonNull("title")) {
        titles.put(item.path("movieId").asText(), item.path("title").asText());
      }
    }
  }

  /** Text of a list: a heading and a line for each item. */
  public String format(JsonNode list) {
    List<Float> shown = new ArrayList<>();
    list.path("items")
        .forEach(item -> shown.add((float) item.path("predictedRating").asDouble(Double.NaN)));
    StringBuilder text = new StringBuilder();
    text.append(
        "%s  user %s, %s%s%s%n"
            .formatted(
                time(list.path("refreshedAt")),
                plain(list.path("userId").asText()),
                basis(list),
                reason(list.path("reason").asText()),
                isFalling(shown) ? "" : ", " + order(list)));
    int place = 1;
    for (JsonNode item : list.path("items")) {
      String line =
          String.format(
              Locale.ROOT,
              "  %3d.  %4s  %-44s %s",
              place++,
              stars(item.path("predictedRating")),
              plain(item.path("title").asText(item.path("movieId").asText())),
              because(item.path("because")));
      text.append(line.stripTrailing()).append(System.lineSeparator());
    }
    if (place == 1) {
      text.append("  (nothing to recommend)").append(System.lineSeparator());
    }
    return text.toString();
  }

  /** Whether predicted ratings fall from place to place; those that are not there, NaN, may. */
  public static boolean isFalling(List<Float> predicted) {
    float before = Float.POSITIVE_INFINITY;
    for (float rating : predicted) {
      if (rating > before) {
        return false;
      }
      before = Float.isNaN(rating) ? before : rating;
    }
    return true;
  }

  /** Text of the tombstone of a user's list. */
  public String formatForgotten(String userId) {
    return "user %s was forgotten; the list is gone%n".formatted(plain(userId));
  }

  /** A rating; blank where nothing tells it. */
  private static String stars(JsonNode predicted) {
    return predicted.isNumber() ? String.format(Locale.ROOT, "%4.2f", predicted.asDouble()) : "";
  }

  private static String order(JsonNode list) {
    return list.path("arm").asText().equals("control") ? "the most liked first" : ORDER;
  }

  private static String basis(JsonNode list) {
    long ratings = list.path("ratings").asLong();
    long interactions = list.path("interactions").asLong();
    if (interactions == 0) {
      return ratings(ratings);
    }
    String used = interactions == 1 ? "1 movie used" : interactions + " movies used";
    return ratings == 0 ? used : ratings(ratings) + " and " + used;
  }

  private static String ratings(long count) {
    return count == 1 ? "1 rating" : count + " ratings";
  }

  private static String reason(String reason) {
    return switch (reason.toLowerCase(Locale.ROOT)) {
      case "", "rating" -> "";
      case "checkpoint" -> ", refreshed by a retrained model";
      case "catalogue" -> ", refreshed by a change of the catalogue";
      default -> ", refreshed by " + plain(reason);
    };
  }

  private String because(JsonNode movies) {
    List<String> named = new ArrayList<>();
    for (JsonNode movie : movies) {
      String id = movie.asText();
      named.add(plain(titles.getOrDefault(id, id)));
    }
    List<String> shown = named.subList(0, Math.min(REASONS_SHOWN, named.size()));
    return shown.isEmpty() ? "" : "because of " + String.join(" and ", shown);
  }

  private String time(JsonNode refreshedAt) {
    try {
      Instant at =
          refreshedAt.isNumber()
              ? Instant.ofEpochMilli(refreshedAt.asLong())
              : Instant.parse(refreshedAt.asText());
      return CLOCK.format(at.atZone(zone));
    } catch (DateTimeException e) {
      return "--:--:--";
    }
  }

  /** A title is someone else's text: it must not steer the terminal. */
  public static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
