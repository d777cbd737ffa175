package dev.freshet.modelfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freshet.modelfile.ExportedGeneration.Kind;
import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Movie;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportedGenerationTest {

  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults().withRank(2), Scale.MOVIELENS);
  private static final Factors ADA = new Factors(3, 4, .3f, 0, new float[] {.5f, -.2f});
  private static final Factors BEN = new Factors(3, 1, -.1f, 0, new float[] {.1f, .4f});
  private static final Factors HEAT = new Factors(3, 7, .2f, 0, new float[] {.6f, .9f});
  private static final Factors ALIEN = new Factors(3, 2, -.4f, 0, new float[] {-1, .3f});

  private static final Factors CRIME = new Factors(3, 0, .1f, .2f, new float[] {.3f, .4f});
  private static final Factors LIKED = new Factors(3, 5, 0, 0, new float[] {1, 2, 3});
  private static final ExportedGeneration GENERATION =
      new ExportedGeneration(
          new Checkpoint(
              3,
              new Checkpoint.Decision(Checkpoint.Fate.PROMOTED, "better", 1_700_000_000_000L),
              new Checkpoint.Lineage(2, null),
              5,
              Checkpoint.Judgement.NONE,
              Checkpoint.Seconds.NONE,
              List.of(4L, 1L)),
          new Checkpoint.Space(2, SGD.globalBias(), SGD.scale().min(), SGD.scale().max()),
          Map.of(
              Kind.USERS, new TreeMap<>(Map.of("u2", BEN, "u1", ADA)),
              Kind.MOVIES, new TreeMap<>(Map.of("m2", HEAT, "m1", ALIEN)),
              Kind.GENRES, new TreeMap<>(Map.of("Crime", CRIME)),
              Kind.RANKING, new TreeMap<>(Map.of("m2", LIKED))));

  @Test
  void whatIsExportedPredictsAsTheRunningSystemDoes(@TempDir Path directory) throws Exception {
    Movie heat = new Movie("m2", "Heat", List.of("Crime"), 1995);
    write(directory, GENERATION);

    SavedModel saved = ModelDirectory.read(directory);
    assertEquals(heat, saved.movie(1));
    assertEquals("m1", saved.movie(0).title(), "not in the catalogue");
    assertEquals(7, saved.ratings(1));
    assertEquals(SGD.predict(ADA, HEAT), saved.predict(saved.user("u1"), 1), 1e-6f);
    assertEquals(SGD.predict(BEN, ALIEN), saved.predict(saved.user("u2"), 0), 1e-6f);
  }

  @Test
  void whatIsExportedIsReadBack(@TempDir Path directory) throws Exception {
    write(directory, GENERATION);
    ExportedGeneration read = GenerationReader.read(directory);

    assertEquals(GENERATION.checkpoint(), read.checkpoint());
    assertEquals(GENERATION.space(), read.space());
    assertTrue(read.isRanked());
    for (Kind kind : Kind.values()) {
      assertEquals(GENERATION.of(kind).keySet(), read.of(kind).keySet());
      GENERATION.of(kind).forEach((id, factors) -> assertSame(factors, read.of(kind).get(id)));
    }
  }

  @Test
  void withoutARankingHeadThereIsNone(@TempDir Path directory) throws Exception {
    Map<Kind, SortedMap<String, Factors>> rows = new EnumMap<>(GENERATION.rows());
    rows.remove(Kind.RANKING);
    write(directory, new ExportedGeneration(GENERATION.checkpoint(), GENERATION.space(), rows));

    assertFalse(GenerationReader.read(directory).isRanked());
  }

  @ParameterizedTest
  @ValueSource(strings = {"provenance.json", "model.safetensors", "ids.json"})
  void aFileThatIsMissingOrCutShortIsRefused(String name, @TempDir Path directory)
      throws Exception {
    write(directory, GENERATION);
    Path file = directory.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(directory, name + " is cut short");

    Files.delete(file);
    assertRefused(directory, "there is no " + name);
  }

  @Test
  void aNewerOrAnOlderFormatIsRefused(@TempDir Path directory) throws Exception {
    write(directory, GENERATION);
    Path file = directory.resolve("provenance.json");
    String written = Files.readString(file);

    Files.writeString(file, written.replace("\"format\" : 1", "\"format\" : 2"));
    assertRefused(
        directory, "it is of format 2, which a newer Freshet wrote; this one reads 1 to 1");
    Files.writeString(file, written.replace("\"format\" : 1,", ""));
    assertRefused(directory, "names no format");
  }

  @Test
  void idsThatAreNotThoseOfTheRowsAreRefused(@TempDir Path directory) throws Exception {
    write(directory, GENERATION);
    Path file = directory.resolve("provenance.json");
    Files.writeString(file, Files.readString(file).replace("\"u1\", \"u2\"", "\"u1\""));

    assertRefused(directory, "not every one of the 1 users has a row");
  }

  private static void assertRefused(Path directory, String why) {
    String message =
        assertThrows(ModelFileException.class, () -> GenerationReader.read(directory)).getMessage();
    assertTrue(message.contains(why), message);
    assertEquals(1, message.lines().count(), message);
  }

  private static void assertSame(Factors written, Factors read) {
    assertEquals(written.generation(), read.generation());
    assertEquals(written.steps(), read.steps());
    assertEquals(written.bias(), read.bias());
    assertEquals(written.baseline(), read.baseline());
    assertArrayEquals(written.vector(), read.vector());
  }

  private static void write(Path directory, ExportedGeneration generation) throws Exception {
    Movie heat = new Movie("m2", "Heat", List.of("Crime"), 1995);
    ModelDirectory.create(directory)
        .write(generation, Map.of("m2", heat), JsonNodeFactory.instance.objectNode());
  }
}
