package dev.freshet.modelfile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportedGenerationTest {

  private static final OnlineSgd SGD =
      new OnlineSgd(OnlineSgd.Settings.defaults().withRank(2), Scale.MOVIELENS);
  private static final Factors ADA = new Factors(3, 4, .3f, 0, new float[] {.5f, -.2f});
  private static final Factors BEN = new Factors(3, 1, -.1f, 0, new float[] {.1f, .4f});
  private static final Factors HEAT = new Factors(3, 7, .2f, 0, new float[] {.6f, .9f});
  private static final Factors ALIEN = new Factors(3, 2, -.4f, 0, new float[] {-1, .3f});

  @Test
  void whatIsExportedPredictsAsTheRunningSystemDoes(@TempDir Path directory) throws Exception {
    Movie heat = new Movie("m2", "Heat", List.of("Crime"), 1995);
    ModelDirectory.create(directory)
        .write(
            new TreeMap<>(Map.of("u2", BEN, "u1", ADA)),
            new TreeMap<>(Map.of("m2", HEAT, "m1", ALIEN)),
            Map.of("m2", heat),
            2,
            SGD.globalBias(),
            SGD.scale(),
            Map.of("generation", 3));

    SavedModel saved = ModelDirectory.read(directory);
    assertEquals(heat, saved.movie(1));
    assertEquals("m1", saved.movie(0).title(), "not in the catalogue");
    assertEquals(7, saved.ratings(1));
    assertEquals(SGD.predict(ADA, HEAT), saved.predict(saved.user("u1"), 1), 1e-6f);
    assertEquals(SGD.predict(BEN, ALIEN), saved.predict(saved.user("u2"), 0), 1e-6f);
    assertEquals(
        "{\n  \"generation\" : 3\n}",
        Files.readString(directory.resolve("provenance.json")).replace("\r", ""));
  }
}
