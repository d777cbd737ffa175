package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.config.FreshetSettings;
import dev.freshet.config.Setting;
import dev.freshet.config.SettingsReader;
import dev.freshet.topics.KafkaSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Options of every command that talks to a Kafka cluster; a mixin. */
public final class ConnectionOptions {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionOptions.class);

  @Option(
      names = {"-b", "--bootstrap-servers"},
      paramLabel = "HOSTS",
      description = "Brokers, host:port, several separated by commas.")
  private @Nullable String bootstrapServers;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "${env:FRESHET_CONFIG}",
      description = "Properties file with settings; `freshet settings --properties` prints one.")
  private @Nullable Path config;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "What the names of topics start with.")
  private @Nullable String prefix;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      parameterConsumer = SettingPairs.class,
      description = "One setting, over file and environment; may be repeated.")
  private Map<String, String> pairs = new LinkedHashMap<>();

  private @Nullable KafkaSettings kafka;

  /**
   * The settings for a command that needs a cluster.
   *
   * @throws dev.freshet.config.SettingsException if anything is wrong with them
   */
  public FreshetConfig config() {
    return config(Map.of(), "");
  }

  /**
   * The settings for a command that needs a cluster, with more of its own options.
   *
   * @param more settings by key, over everything else
   * @param origin what the user wrote, for messages
   */
  public FreshetConfig config(Map<String, String> more, String origin) {
    FreshetConfig read = reader().commandLine(more, origin).read(FreshetSettings.BOOTSTRAP_SERVERS);
    kafka = read.kafka();
    return read;
  }

  /**
   * The settings.
   *
   * @param required must have been given, though they have no default
   * @throws dev.freshet.config.SettingsException if anything is wrong with them
   */
  public FreshetConfig read(Setting<?>... required) {
    return reader().read(required);
  }

  /** Whether the scale was set on the command line. */
  boolean isScaleSet() {
    return pairs.containsKey("scale.min") || pairs.containsKey("scale.max");
  }

  /** File, environment and options, in this order. */
  SettingsReader reader() {
    SettingsReader reader = new SettingsReader();
    if (config != null) {
      reader.file(config);
    }
    reader.environment(System.getenv()).commandLine(pairs, "--set");
    reader.warnings().forEach(LOG::warn);
    if (bootstrapServers != null) {
      String key = FreshetSettings.BOOTSTRAP_SERVERS.key();
      reader.commandLine(Map.of(key, bootstrapServers), "--bootstrap-servers");
    }
    if (prefix != null) {
      reader.commandLine(Map.of(FreshetSettings.PREFIX.key(), prefix), "--prefix");
    }
    return reader;
  }

  /** How {@link #config()} reaches the cluster, for messages; null before. */
  @Nullable KafkaSettings kafka() {
    return kafka;
  }
}
