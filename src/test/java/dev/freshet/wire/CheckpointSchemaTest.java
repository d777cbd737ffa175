package dev.freshet.wire;

import static dev.freshet.wire.Schemas.MAPPER;
import static dev.freshet.wire.Schemas.described;
import static dev.freshet.wire.Schemas.fields;
import static dev.freshet.wire.Schemas.problems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written to {@code checkpoints} follows its schema, and older records are still read. */
class CheckpointSchemaTest {

  private static final long NOW = Instant.parse("2024-05-01T12:00:00Z").toEpochMilli();

  @ParameterizedTest
  @EnumSource
  void checkpointsFollowTheirSchema(Checkpoint.Fate fate) throws Exception {
    ErrorSums window = new ErrorSums(5_000, 3_700.5, 3_790.25, 1_250.5);
    Checkpoint judged =
        checkpoint(.86, .87, .012, .004)
            .because(Checkpoint.Trigger.DRIFT)
            .watched(Checkpoint.Watch.before(window).beginning(window).full(window, window))
            .knowing(100_901)
            .with(fate, "because");
    Checkpoint notJudged = checkpoint(null, null, null, null).with(fate, "because");
    Checkpoint.Content content =
        new Checkpoint.Content(
            new Checkpoint.Space(32, 2.75f, .5f, 5), 610, 9_724, List.of(0L, 4L), List.of(7L, 0L));
    Checkpoint published = judged.published(.5, content);
    for (Checkpoint checkpoint : List.of(judged, notJudged, published)) {
      JsonNode json = MAPPER.readTree(checkpoint.toJson());

      assertEquals(Set.of(), problems("checkpoint", json));
      assertEquals(described("checkpoint"), fields(json), "every field is described");
      assertEquals(checkpoint, Checkpoint.fromJson(checkpoint.toJson()));
    }
  }

  @Test
  void aCheckpointFromBeforeItsContentWasNotedIsStillRead() throws Exception {
    Checkpoint checkpoint = checkpoint(.86, .87, .012, .004);
    ObjectNode old = (ObjectNode) MAPPER.readTree(checkpoint.toJson());
    old.remove("content");

    assertEquals(Set.of(), problems("checkpoint", old));
    assertEquals(checkpoint, Checkpoint.fromJson(MAPPER.writeValueAsBytes(old)));
  }

  /** A candidate that diverged is judged by figures that JSON has no numbers for. */
  @Test
  void figuresOfACheckpointThatAreNotFiniteAreNone() throws Exception {
    double inf = Double.POSITIVE_INFINITY;
    Checkpoint diverged = checkpoint(inf, .87, Double.NEGATIVE_INFINITY, Double.NaN);

    assertEquals(checkpoint(null, .87, null, null), diverged);
    assertEquals(Set.of(), problems("checkpoint", MAPPER.readTree(diverged.toJson())));
  }

  @ParameterizedTest
  @CsvSource({"generation,0", "fate,trained", "at,soon", "rmse,-1", "gain,much", "snapshot,7"})
  void aWrongFigureInACheckpointIsFound(String field, String value) throws Exception {
    ObjectNode json = (ObjectNode) MAPPER.readTree(checkpoint(.86, .87, .012, .004).toJson());

    json.set(field, value.matches("-?[0-9.]+") ? MAPPER.readTree(value) : json.textNode(value));

    assertNotEquals(Set.of(), problems("checkpoint", json));
  }

  @Test
  void aCheckpointFromBeforeItWasWatchedStillLoads() throws Exception {
    ObjectNode json = (ObjectNode) MAPPER.readTree(checkpoint(.86, .87, .012, .004).toJson());
    json.remove(List.of("trigger", "watch"));

    assertEquals(Set.of(), problems("checkpoint", json));
    assertEquals(
        checkpoint(.86, .87, .012, .004), Checkpoint.fromJson(MAPPER.writeValueAsBytes(json)));
  }

  @Test
  void aCheckpointFromBeforeEventsWereNotedStillLoads() throws Exception {
    Checkpoint checkpoint = checkpoint(.86, .87, .012, .004);
    ObjectNode json = (ObjectNode) MAPPER.readTree(checkpoint.knowing(7).toJson());
    json.remove("events");

    assertEquals(Set.of(), problems("checkpoint", json));
    assertEquals(checkpoint, Checkpoint.fromJson(MAPPER.writeValueAsBytes(json)));
  }

  @Test
  void theRankingHeadIsDescribed() throws Exception {
    Ranking ranking = new Ranking(0, 812, .07, .06, .01, Double.NaN, 0, List.of());
    Checkpoint checkpoint =
        checkpoint(.861, .868, .012, .004).ranked(ranking.published(3, 97, List.of(4L, 0L)));
    JsonNode json = MAPPER.readTree(checkpoint.toJson());
    assertEquals(Set.of(), problems("checkpoint", json));
    Ranking read = Checkpoint.fromJson(checkpoint.toJson()).rankingOrNone();
    assertEquals(new Ranking(3, 812, .07, .06, .01, null, 97, List.of(4L, 0L)), read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "[]", "{\"generation\":1}", "", "no JSON"})
  void whatIsNoCheckpointIsSaidToBeNone(String json) {
    assertThrows(
        UncheckedIOException.class,
        () -> Checkpoint.fromJson(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static Checkpoint checkpoint(
      @Nullable Double rmse,
      @Nullable Double rmseLive,
      @Nullable Double gain,
      @Nullable Double gainError) {
    return new Checkpoint(
        3,
        new Checkpoint.Decision(Checkpoint.Fate.PROMOTED, "better", NOW),
        new Checkpoint.Lineage(1, rmseLive == null ? 2 : null),
        100_836,
        new Checkpoint.Judgement(10_083, rmse, rmseLive, gain, gainError),
        new Checkpoint.Seconds(.8, 6.1, .2, .4),
        List.of(25_301L, 0L));
  }
}
