package dev.freshet.cli;

import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.IVersionProvider;

/** The version of the jar, and of what it stands on. */
final class VersionProvider implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String own = Freshet.class.getPackage().getImplementationVersion();
    return new String[] {
      "freshet " + (own == null ? "(not packaged)" : own),
      "Kafka client " + AppInfoParser.getVersion() + ", Java " + Runtime.version()
    };
  }
}
