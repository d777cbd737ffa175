package dev.freshet.wire;

import static dev.freshet.wire.Schemas.MAPPER;
import static dev.freshet.wire.Schemas.described;
import static dev.freshet.wire.Schemas.fields;
import static dev.freshet.wire.Schemas.problems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of {@code retrain-requests} and their schema say the same. */
class RetrainRequestSchemaTest {

  @Test
  void retrainRequestsFollowTheirSchema() throws Exception {
    for (RetrainRequest request :
        List.of(
            new RetrainRequest(null, null),
            new RetrainRequest("a new catalogue", null),
            new RetrainRequest("worse", 1))) {
      JsonNode json = MAPPER.readTree(request.toJson());

      assertEquals(Set.of(), problems("retrain-request", json));
      assertEquals(request, RetrainRequest.fromJson(request.toJson()));
    }
    JsonNode whole = MAPPER.readTree(new RetrainRequest("worse", 1).toJson());
    assertEquals(described("retrain-request"), fields(whole), "every field is described");
  }

  @Test
  void whateverIsAcceptedAsARetrainRequestFollowsTheSchema() throws IOException {
    Mutations mutations = new Mutations(44);
    int accepted = 0;
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] value = mutations.of(Mutations.RETRAIN_REQUESTS);
      try {
        RetrainRequest.fromJson(value);
      } catch (IOException e) {
        refused++;
        continue;
      }
      accepted++;
      JsonNode json = MAPPER.readTree(value);
      assertEquals(Set.of(), problems("retrain-request", json), json::toString);
    }
    assertTrue(accepted > 100 && refused > 100);
  }

  /** A typing error must not become a retrain that nobody asked for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "\"please\"",
        "{",
        "{} {}",
        "{\"rollbackTO\":1}",
        "{\"reason\":1}",
        "{\"reason\":true}",
        "{\"rollbackTo\":\"1\"}",
        "{\"rollbackTo\":\"\"}",
        "{\"rollbackTo\":1.5}",
        "{\"rollbackTo\":-1}",
        "{\"rollbackTo\":2147483648}"
      })
  void whatIsNoRetrainRequestIsRefused(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);

    assertThrows(IOException.class, () -> RetrainRequest.fromJson(bytes));
  }

  @Test
  void aFieldOfARequestThatIsMisspeltIsNamed() {
    byte[] bytes = "{\"rollbackTO\":1}".getBytes(StandardCharsets.UTF_8);

    IOException refused = assertThrows(IOException.class, () -> RetrainRequest.fromJson(bytes));

    assertEquals(
        "it has a field \"rollbackTO\"; the known ones are reason and rollbackTo",
        refused.getMessage());
  }
}
