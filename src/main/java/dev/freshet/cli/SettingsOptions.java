package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.config.SettingsReader;
import dev.freshet.online.Scale;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Options of commands that bring their own broker and take every other setting; a mixin. */
final class SettingsOptions {

  private static final Logger LOG = LoggerFactory.getLogger(SettingsOptions.class);

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Properties file with settings; `freshet settings --properties` prints one.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      parameterConsumer = SettingPairs.class,
      description = "One setting, over file and environment; may be repeated.")
  private Map<String, String> pairs = new LinkedHashMap<>();

  /** The settings. */
  FreshetConfig read() {
    return read(Map.of(), "");
  }

  /**
   * The settings, with more of a command's own options.
   *
   * @param more settings by key, over everything else
   * @param origin what the user wrote, for messages
   */
  FreshetConfig read(Map<String, String> more, String origin) {
    SettingsReader reader = new SettingsReader();
    if (config != null) {
      reader.file(config);
    }
    reader.environment(System.getenv()).commandLine(pairs, "--set").commandLine(more, origin);
    reader.warnings().forEach(LOG::warn);
    return reader.read();
  }

  /** The scale if it was set on the command line; null to take it from the data. */
  @Nullable Scale scaleIfSet() {
    return pairs.containsKey("scale.min") || pairs.containsKey("scale.max")
        ? read().streams().scale()
        : null;
  }
}
