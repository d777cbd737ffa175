package dev.freshet.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
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
