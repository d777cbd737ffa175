package dev.freshet.cli;

import dev.freshet.cli.settings.FreshetConfig;
import dev.freshet.model.OnlineSgd;
import dev.freshet.model.Recommender;
import dev.freshet.stream.ListSettings;
import dev.freshet.stream.StalenessGate;
import dev.freshet.stream.StreamSettings;

/** Settings as the streams take them. */
final class StreamSettingsOf {

  private StreamSettingsOf() {}

  static StreamSettings config(FreshetConfig config) {
    OnlineSgd.Settings sgd = OnlineSgd.Settings.defaults().withRank(config.learn().rank());
    Recommender.Settings lists =
        Recommender.Settings.defaults().withListLength(config.lists().size());
    return new StreamSettings(
        config.kafka().streamsConfig(),
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
        sgd,
        config.scale(),
        new ListSettings(
            lists, config.lists().interval(), config.lists().tick(), config.lists().slice()),
        new StalenessGate.Settings(config.staleness().bound(), config.staleness().check()),
        config.forgetRetention(),
        config.progress().interval());
  }
}
