package dev.freshet.wire;

import static dev.freshet.wire.Schemas.MAPPER;
import static dev.freshet.wire.Schemas.fields;
import static dev.freshet.wire.Schemas.problems;
import static dev.freshet.wire.Schemas.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.freshet.online.Scale;
import dev.freshet.wire.RatingEvent.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas of {@code topology/schemas} and the parsers say the same. */
class SchemasTest {

  private static final long NOW = Instant.parse("2024-05-01T12:00:00Z").toEpochMilli();

  private final RatingParser ratings =
      new RatingParser(Scale.MOVIELENS, InstantSource.fixed(Instant.ofEpochMilli(NOW)));
  private final MovieParser movies = new MovieParser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rating-event",
        "movie",
        "recommendations",
        "learning-progress",
        "checkpoint",
        "retrain-request"
      })
  void aSchemaIsValidItselfAndItsExamplesFollowIt(String name) {
    JsonNode text = read(name);
    JsonSchema dialect =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(SchemaLocation.of(text.get("$schema").textValue()));
    assertEquals(Set.of(), dialect.validate(text));

    assertTrue(text.get("examples").size() > 0);
    for (JsonNode example : text.get("examples")) {
      assertEquals(Set.of(), problems(name, example), example::toString);
    }
  }

  @Test
  void theParsersReadTheExamples() throws Exception {
    for (JsonNode example : read("rating-event").get("examples")) {
      ratings.parse(MAPPER.writeValueAsBytes(example), NOW);
    }
    for (JsonNode example : read("movie").get("examples")) {
      movies.parse("m1".getBytes(StandardCharsets.UTF_8), MAPPER.writeValueAsBytes(example));
    }
    for (JsonNode example : read("checkpoint").get("examples")) {
      byte[] json = MAPPER.writeValueAsBytes(example);
      assertEquals(example, MAPPER.readTree(Checkpoint.fromJson(json).toJson()));
    }
    for (JsonNode example : read("retrain-request").get("examples")) {
      byte[] json = MAPPER.writeValueAsBytes(example);
      assertEquals(example, MAPPER.readTree(RetrainRequest.fromJson(json).toJson()));
    }
  }

  @Test
  void whatIsWrittenFollowsTheSchemas() throws Exception {
    for (RatingEvent event :
        List.of(
            new RatingEvent(Kind.RATE, "u", "m", 4.5f, NOW),
            new RatingEvent(Kind.RETRACT, "u", "m", Float.NaN, NOW),
            RatingEvent.of("u", "m", new Interaction("view", .1f), NOW),
            RatingEvent.of("u", "m", new Interaction("view", Float.NaN), NOW),
            new RatingEvent(Kind.FORGET, "u", null, Float.NaN, NOW))) {
      assertEquals(Set.of(), problems("rating-event", MAPPER.readTree(RatingJson.write(event))));
    }
    for (Movie movie :
        List.of(
            new Movie("m1", "Solaris", List.of("Drama"), 1972),
            new Movie("m2", "Stalker", List.of(), null))) {
      assertEquals(Set.of(), problems("movie", MAPPER.readTree(MovieJson.write(movie))));
    }
  }

  @Test
  void aListOfBeforeThereWereArmsIsOfTheTreatment() {
    String json =
        """
        {"userId":"u1","generation":0,"ratings":0,"source":null,"reason":"rating",
         "refreshedAt":1,"items":[]}
        """;

    assertEquals(
        Arm.TREATMENT, Recommendations.fromJson(json.getBytes(StandardCharsets.UTF_8)).arm());
  }

  @Test
  void listsFollowTheirSchema() throws Exception {
    Recommendations.Item titled =
        new Recommendations.Item("m7", "Stalker", 4.62f, List.of("m1", "m2"));
    Recommendations.Item untitled = new Recommendations.Item("m8", null, 0.5f, List.of());
    Recommendations.Item unrated = new Recommendations.Item("m9", "Ran", null, List.of("m1"));
    for (Recommendations list :
        List.of(
            new Recommendations(
                "u1",
                0,
                3,
                2,
                new Recommendations.Source("freshet.ratings", 3, 41),
                "rating",
                Arm.TREATMENT,
                NOW,
                List.of(titled, untitled)),
            new Recommendations(
                "u1", 0, 3, 0, 2, null, "rating", Arm.TREATMENT, NOW, List.of(unrated)),
            new Recommendations("u1", 1, 0, 0, null, "catalogue", Arm.CONTROL, NOW, List.of()))) {
      assertEquals(Set.of(), problems("recommendations", MAPPER.readTree(list.toJson())));
    }
  }

  @Test
  void aListSaysOnlyWhatIsThere() throws Exception {
    Recommendations.Item unrated = new Recommendations.Item("m9", null, null, List.of());
    JsonNode json =
        MAPPER.readTree(
            new Recommendations(
                    "u1", 0, 3, 0, 0, null, "rating", Arm.TREATMENT, NOW, List.of(unrated))
                .toJson());

    assertFalse(json.has("interactions"));
    assertEquals(Set.of("movieId", "because"), fields(json.get("items").get(0)));
  }

  @Test
  void whateverTheRatingParserAcceptsFollowsTheSchema() throws IOException {
    Mutations mutations = new Mutations(42);
    int accepted = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] value = mutations.of(Mutations.RATINGS);
      try {
        ratings.parse(value, NOW);
      } catch (RejectedException e) {
        continue;
      }
      accepted++;
      JsonNode json = MAPPER.readTree(value);
      assertEquals(Set.of(), problems("rating-event", json), json::toString);
    }
    assertTrue(accepted > 100);
  }

  @Test
  void whateverTheMovieParserAcceptsFollowsTheSchema() throws IOException {
    Mutations mutations = new Mutations(43);
    byte[] key = {'m', '1'};
    int accepted = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] value = mutations.of(Mutations.MOVIES);
      try {
        movies.parse(key, value);
      } catch (RejectedException e) {
        continue;
      }
      accepted++;
      JsonNode json = MAPPER.readTree(value);
      assertEquals(Set.of(), problems("movie", json), json::toString);
    }
    assertTrue(accepted > 100);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          rating-event; []
          rating-event; {'movieId':'m','rating':4}
          rating-event; {'userId':'u','movieId':'m'}
          rating-event; {'userId':'u','rating':4}
          rating-event; {'userId':'','movieId':'m','rating':4}
          rating-event; {'userId':1.5,'movieId':'m','rating':4}
          rating-event; {'userId':'a\\u0000','movieId':'m','rating':4}
          rating-event; {'userId':'u','movieId':'m','rating':'4'}
          rating-event; {'userId':'u','movieId':'m','rating':4,'timestamp':1600000000}
          rating-event; {'userId':'u','movieId':'m','forget':true}
          rating-event; {'userId':'u','forget':false}
          rating-event; {'userId':'u','event':'view'}
          rating-event; {'userId':'u','movieId':'m','value':1}
          rating-event; {'userId':'u','movieId':'m','event':1}
          rating-event; {'userId':'u','movieId':'m','event':null}
          rating-event; {'userId':'u','movieId':'m','event':''}
          rating-event; {'userId':'u','movieId':'m','event':'a view'}
          rating-event; {'userId':'u','movieId':'m','event':'view','value':-1}
          rating-event; {'userId':'u','movieId':'m','event':'view','value':1000001}
          rating-event; {'userId':'u','movieId':'m','event':'view','value':'1'}
          rating-event; {'userId':'u','movieId':'m','rating':4,'event':'view'}
          rating-event; {'userId':'u','movieId':'m','rating':null,'event':'view'}
          rating-event; {'userId':'u','event':'view','forget':true}
          movie; {'movieId':'m1'}
          movie; {'title':''}
          movie; {'title':'Solaris','genres':[1]}
          movie; {'title':'Solaris','year':'1972'}
          movie; {'title':'Solaris','year':10000}
          recommendations; {'userId':'u','items':[]}
          recommendations; {'userId':'u','generation':0,'ratings':0,'source':null,'reason':'whim','refreshedAt':1,'items':[]}
          recommendations; {'userId':'u','generation':0,'ratings':0,'source':null,'reason':'rating','refreshedAt':1,'items':[{'movieId':'m'}]}
          recommendations; {'userId':'u','generation':0,'ratings':0,'interactions':0,'source':null,'reason':'rating','refreshedAt':1,'items':[]}
          learning-progress; {'side':'users','partition':0,'generation':0}
          checkpoint; {'generation':1,'fate':'promoted'}
          checkpoint; {'generation':1,'fate':'promoted','watch':{'after':7}}
          retrain-request; []
          retrain-request; {'rollbackTO':1}
          retrain-request; {'reason':1}
          retrain-request; {'rollbackTo':'1'}
          retrain-request; {'rollbackTo':1.5}
          retrain-request; {'rollbackTo':-1}
          retrain-request; {'rollbackTo':2147483648}
          """)
  void aClearViolationIsFound(String schema, String json) throws JsonProcessingException {
    assertNotEquals(Set.of(), problems(schema, MAPPER.readTree(json.replace('\'', '"'))));
  }
}
