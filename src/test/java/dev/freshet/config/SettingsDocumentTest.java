package dev.freshet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {

  @Test
  void thePageInTheRepositoryIsWhatTheCodePrints() throws IOException {
    assertEquals(
        SettingsDocument.markdown(),
        Files.readString(Path.of("docs", "settings.md")),
        "run: ./freshet settings --markdown > docs/settings.md");
  }

  @Test
  void theExampleInTheRepositoryIsWhatTheCodePrints() throws IOException {
    assertEquals(
        SettingsDocument.properties(),
        Files.readString(Path.of("docs", "freshet.properties")),
        "run: ./freshet settings --properties > docs/freshet.properties");
  }

  @Test
  void everySettingIsInEachFormOnceAndThoseForExpertsComeAfterTheOthers() {
    for (String form :
        List.of(
            SettingsDocument.markdown(), SettingsDocument.properties(), SettingsDocument.table())) {
      List<Boolean> marks = new ArrayList<>();
      for (String line : form.lines().toList()) {
        FreshetSettings.all().stream()
            .filter(setting -> isAbout(line, setting))
            .forEach(setting -> marks.add(setting.isForExperts()));
      }
      assertEquals(FreshetSettings.all().size(), marks.size());
      assertEquals(marks.stream().sorted().toList(), marks);
    }
  }

  private static boolean isAbout(String line, Setting<?> setting) {
    return line.startsWith("| `" + setting.key() + "` |")
        || line.startsWith("#" + setting.key() + "=")
        || line.startsWith("  " + setting.key() + " ");
  }

  @Test
  void whatEveryInstallationDecidesIsNotForExpertsAndWhatWasMeasuredIs() {
    Map<Boolean, List<String>> keys =
        FreshetSettings.all().stream()
            .collect(
                Collectors.partitioningBy(
                    Setting::isForExperts, Collectors.mapping(Setting::key, Collectors.toList())));
    assertTrue(
        keys.get(false)
            .containsAll(
                List.of("bootstrap.servers", "prefix", "scale.min", "lists.size", "retrain")));
    assertTrue(keys.get(true).containsAll(List.of("learn.l2", "staleness.share")));
    assertTrue(keys.get(false).stream().noneMatch(key -> key.startsWith("learn.rate.")));
    assertEquals(30, keys.get(true).size());
  }

  @Test
  void theExampleWithItsCommentsTakenAwayIsTheDefaults() throws IOException {
    String settings = SettingsDocument.properties().replaceAll("(?m)^#(?=[a-z])", "");
    Properties example = new Properties();
    example.load(new StringReader(settings));
    Map<String, String> pairs = new TreeMap<>();
    for (Setting<?> setting : FreshetSettings.all()) {
      if (setting.defaultText() != null) {
        pairs.put(setting.key(), example.getProperty(setting.key()));
      }
    }
    assertEquals(FreshetConfig.defaults(), new SettingsReader().commandLine(pairs, "--set").read());
  }
}
