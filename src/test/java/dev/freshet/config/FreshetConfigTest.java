package dev.freshet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Recommender;
import dev.freshet.online.Scale;
import dev.freshet.stream.StreamSettings;
import dev.freshet.stream.UsersTopology;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.topics.Deployment;
import dev.freshet.topics.KafkaSettings;
import dev.freshet.topics.TopicSpecs;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreshetConfigTest {

  /**
   * A swap of two arguments does not compile, but for a {@link Scale}: it refuses a lowest rating
   * above the highest.
   */
  @Test
  void noRecordOfSettingsHasNeighboursOfOneType() {
    Set<Class<?>> records = new LinkedHashSet<>();
    collect(FreshetConfig.class, records);
    collect(UsersTopology.Parts.class, records);
    collect(TopicSpecs.Settings.class, records);
    records.remove(Scale.class);
    assertTrue(records.contains(StalenessGate.Settings.class), "walked to the leaves");
    List<String> neighbours = new ArrayList<>();
    for (Class<?> record : records) {
      RecordComponent[] components = record.getRecordComponents();
      for (int i = 1; i < components.length; i++) {
        if (boxed(components[i - 1]) == boxed(components[i])) {
          neighbours.add(record.getName() + ": " + components[i - 1] + ", " + components[i]);
        }
      }
    }
    assertEquals(List.of(), neighbours);
  }

  private static void collect(Class<?> type, Set<Class<?>> records) {
    if (type.isRecord() && records.add(type)) {
      for (RecordComponent component : type.getRecordComponents()) {
        collect(component.getType(), records);
      }
    }
  }

  private static Class<?> boxed(RecordComponent component) {
    return MethodType.methodType(component.getType()).wrap().returnType();
  }

  @Test
  void theTrainerFollowsTheStreamsToAnotherPlace() {
    FreshetConfig config = FreshetConfig.defaults();
    Deployment there = new Deployment(KafkaSettings.of("there:1"), "there.", 3);
    StreamSettings streams =
        config.streams().at(there, Path.of("/there")).withScale(new Scale(0, 1));
    FreshetConfig moved = config.with(streams);
    assertEquals(streams, moved.streams());
    assertEquals(there, moved.retraining().deployment());
    assertEquals(new Scale(0, 1), moved.retraining().scale());
  }

  @Test
  void noTwoSettingsShareAKeyOrAnEnvironmentVariable() {
    List<String> names = new ArrayList<>();
    for (Setting<?> setting : FreshetSettings.all()) {
      names.add(setting.key());
      names.add(setting.environmentVariable());
    }
    assertEquals(
        Set.of(),
        Set.copyOf(names.stream().filter(n -> Collections.frequency(names, n) > 1).toList()));
  }

  @Test
  void everyDefaultIsAcceptedByItsSetting() {
    Map<String, String> defaults = new HashMap<>();
    for (Setting<?> setting : FreshetSettings.all()) {
      if (setting.defaultText() != null) {
        defaults.put(setting.key(), setting.defaultText());
      }
    }
    assertEquals(
        FreshetConfig.defaults(), new SettingsReader().commandLine(defaults, "--set").read());
  }

  @Test
  void theDefaultsOfAnAlgorithmAreItsOwn() {
    assertEquals(OnlineSgd.Settings.defaults(), FreshetConfig.defaults().streams().sgd());
    assertEquals(
        Recommender.Settings.defaults(),
        FreshetConfig.defaults().streams().users().lists().recommender());
  }

  @Test
  void everySettingSaysWhatItDoesInOneSentence() {
    for (Setting<?> setting : FreshetSettings.all()) {
      assertTrue(setting.doc().matches("[A-Z][^|\n]+\\."), setting.key() + ": " + setting.doc());
    }
  }

  @Test
  void onlyTheMovieSideAloneRunsWithoutUsers() {
    assertTrue(FreshetConfig.Sides.ALL.runsUsers());
    assertTrue(FreshetConfig.Sides.USERS.runsUsers());
    assertFalse(FreshetConfig.Sides.MOVIES.runsUsers());
  }
}
