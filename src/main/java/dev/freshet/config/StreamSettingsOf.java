package dev.freshet.config;

import dev.freshet.stream.StreamSettings;
import java.util.Map;

/** Settings as the streams take them. */
public final class StreamSettingsOf {

  private StreamSettingsOf() {}

  public static StreamSettings config(FreshetConfig config) {
    return new StreamSettings(
        Map.copyOf(config.kafka().streamsConfig()),
        config.prefix(),
        config.stateDir(),
        config.topics().partitions(),
        config.threads().users(),
        config.threads().movies(),
        config.processing().guarantee() == FreshetConfig.Guarantee.EXACTLY_ONCE_V2,
        config.processing().commitInterval(),
        config.processing().standbyReplicas(),
        config.processing().cacheMemory(),
        config.processing().rocksDbMemory(),
        config.learn(),
        config.scale(),
        config.lists(),
        config.staleness(),
        config.forgetRetention(),
        config.progress().interval(),
        config.unknownMovies() == FreshetConfig.UnknownMovies.REJECT);
  }
}
