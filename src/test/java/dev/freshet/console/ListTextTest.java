package dev.freshet.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ListTextTest {
  private final ListText text = new ListText(ZoneOffset.UTC);

  private static JsonNode json(String list) throws JsonProcessingException {
    return new ObjectMapper().readTree(list);
  }

  @Test
  void aListIsAHeadingAndALineForEachMovie() throws JsonProcessingException {
    text.remember(json("{\"items\":[{\"movieId\":\"7\",\"title\":\"Alphaville (1965)\"}]}"));
    JsonNode list =
        json(
            """
            {"userId":"me","generation":0,"ratings":3,"reason":"catalogue",
             "source":{"topic":"freshet.ratings","partition":1,"offset":5},
             "refreshedAt":"2026-11-23T09:08:07Z",
             "items":[
               {"movieId":"1","title":"Casablanca (1942)","predictedRating":4.6189,
                "because":["7","8","9"]},
               {"movieId":"2","title":"Le fabuleux destin d'Amélie Poulain (2001)",
                "predictedRating":4.5,"because":[]}]}""");
    assertEquals(
        """
        09:08:07  user me, 3 ratings, refreshed by a change of the catalogue
            1.  4.62  Casablanca (1942)                            because of Alphaville (1965) and 8
            2.  4.50  Le fabuleux destin d'Amélie Poulain (2001)
        """,
        text.format(list));
  }

  @Test
  void whereShownRatingsDoNotFallTheListSaysWhatItsOrderIs() throws JsonProcessingException {
    String list =
        """
        {"userId":"me","ratings":2,"refreshedAt":0,"arm":"%s","items":[
          {"movieId":"1","predictedRating":4.1},
          {"movieId":"2"},
          {"movieId":"3","predictedRating":4.3}]}""";
    assertEquals(
        "00:00:00  user me, 2 ratings, the likeliest to be liked next first",
        text.format(json(list.formatted("treatment"))).lines().findFirst().orElseThrow());
    assertEquals(
        "00:00:00  user me, 2 ratings, the most liked first",
        text.format(json(list.formatted("control"))).lines().findFirst().orElseThrow());
  }

  @Test
  void theTimeMayBeMillisecondsSinceTheEpoch() throws JsonProcessingException {
    String shown = text.format(json("{\"userId\":\"me\",\"ratings\":1,\"refreshedAt\":3723000}"));
    assertTrue(shown.startsWith("01:02:03  user me, 1 rating"), shown);
  }

  @Test
  void anEmptyListSaysSo() throws JsonProcessingException {
    String shown = text.format(json("{\"userId\":\"me\",\"items\":[]}"));
    assertTrue(shown.endsWith("(nothing to recommend)\n"), shown);
  }

  @Test
  void aTitleCannotSteerTheTerminal() throws JsonProcessingException {
    String shown =
        text.format(json("{\"items\":[{\"movieId\":\"1\",\"title\":\"a\\u001b[2Jb\\nc\"}]}"));
    assertTrue(shown.contains("a?[2Jb?c"), shown);
    assertFalse(shown.contains("\u001b"));
  }
}
