package dev.freshet.config;

import dev.freshet.retrain.RetrainSettings;
import dev.freshet.stream.StreamSettings;

/** Settings as the trainer takes them. */
public final class RetrainSettingsOf {

  private RetrainSettingsOf() {}

  /**
   * The settings.
   *
   * @param settings of the streams: the cluster and the partitions are those
   */
  public static RetrainSettings config(FreshetConfig config, StreamSettings settings) {
    KafkaSettings kafka =
        config
            .kafka()
            .withBootstrapServers(String.valueOf(settings.kafka().get("bootstrap.servers")));
    return new RetrainSettings(
        kafka.consumerConfig(),
        kafka.producerConfig(),
        settings.prefix(),
        settings.partitions(),
        settings.sgd(),
        settings.scale(),
        config.retraining().schedule(),
        config.retraining().training(),
        config.retraining().gate(),
        config.retraining().keep(),
        config.retraining().watch());
  }
}
