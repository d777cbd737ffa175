package dev.freshet.wire;

import static dev.freshet.wire.Schemas.MAPPER;
import static dev.freshet.wire.Schemas.described;
import static dev.freshet.wire.Schemas.fields;
import static dev.freshet.wire.Schemas.problems;
import static dev.freshet.wire.Schemas.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records of {@code learning-progress} and their schema say the same. */
class ProgressSchemaTest {

  @Test
  void progressFollowsItsSchema() throws Exception {
    for (Side side : Side.values()) {
      LearningProgress progress =
          new LearningProgress(
              side,
              3,
              1,
              1206,
              1200,
              3,
              1,
              2,
              0,
              1,
              4,
              2,
              1,
              893.1,
              910.4,
              1302.8,
              402.6,
              5,
              2,
              7,
              1,
              100,
              ErrorSums.NONE,
              List.of(new LiveRecall(1, Arm.CONTROL, new ListHits(9, 4, 3, 3))));

      JsonNode json = MAPPER.readTree(progress.toJson());

      assertEquals(Set.of(), problems("learning-progress", json));
      assertEquals(described("learning-progress"), fields(json), "every field is described");
    }
  }

  @Test
  void progressOfBeforeRecordsWereSetAsideOrPassedOverIsRead() throws Exception {
    LearningProgress progress =
        new LearningProgress(
            Side.USERS,
            3,
            1,
            9,
            8,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            8,
            9,
            13,
            4,
            5,
            2,
            7,
            1,
            0,
            ErrorSums.NONE,
            List.of());
    ObjectNode json = (ObjectNode) MAPPER.readTree(progress.toJson());
    json.remove(
        List.of(
            "unreadable",
            "reappliedInGeneration",
            "repeated",
            "truncated",
            "interactions",
            "lists"));

    LearningProgress read = LearningProgress.fromJson(MAPPER.writeValueAsBytes(json));

    assertEquals(Set.of(), problems("learning-progress", json));
    assertEquals(8, read.learned());
    assertEquals(
        0, read.unreadable() + read.reappliedInGeneration() + read.repeated() + read.truncated());
    assertEquals(0, read.interactions());
  }

  @ParameterizedTest
  @CsvSource({"side,films", "partition,-1", "learned,-1", "squaredError,many", "dropped,0.5"})
  void aWrongFigureInTheProgressIsFound(String field, String value) throws Exception {
    LearningProgress progress =
        new LearningProgress(
            Side.USERS,
            3,
            1,
            1206,
            1200,
            3,
            1,
            2,
            0,
            0,
            0,
            0,
            0,
            893.1,
            910.4,
            1302.8,
            402.6,
            0,
            0,
            0,
            0,
            0,
            ErrorSums.NONE,
            List.of());
    ObjectNode json = (ObjectNode) MAPPER.readTree(progress.toJson());

    json.set(field, value.matches("-?[0-9.]+") ? MAPPER.readTree(value) : json.textNode(value));

    assertNotEquals(Set.of(), problems("learning-progress", json));
  }
}
