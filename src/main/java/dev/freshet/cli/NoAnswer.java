package dev.freshet.cli;

import dev.freshet.console.ClientComplaints;
import dev.freshet.topics.KafkaSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Why a cluster does not answer, in words that name the host and what to set. The caller of a
 * client learns only that time ran out; the cause is in what the client complained of, and in how
 * the port answers.
 *
 * @param servers that were asked
 * @param cause as far as it can be told
 * @param remedy what to set
 * @param mayPass whether it is worth waiting
 */
record NoAnswer(String servers, String cause, String remedy, boolean mayPass) {

  private static final String USUAL =
      "is a broker running there, is bootstrap.servers (option -b) right?";

  private static final String UNRESOLVED =
      "correct bootstrap.servers (option -b), or make the name known here";

  /** What the client complains of where the cluster names a broker that cannot be resolved. */
  private static final Pattern ADVERTISED =
      Pattern.compile("connecting to node (\\S+) .*UnknownHostException", Pattern.DOTALL);

  /**
   * Looks for the cause of a failure, at the ports too, until one answers.
   *
   * @param failure that may carry what a client complained of
   * @param timeout the one of its causes that tells that time ran out
   */
  static NoAnswer of(KafkaSettings kafka, Throwable failure, Throwable timeout) {
    String servers = String.valueOf(kafka.bootstrapServers());
    NoAnswer told = told(servers, failure);
    if (told != null) {
      return told;
    }
    String protocol = protocol(kafka);
    List<String> away = new ArrayList<>();
    boolean isSilent = false;
    boolean isUnknownAlone = true;
    for (String server : servers.split(",", -1)) {
      String at = server.strip();
      switch (at.isEmpty() ? PortProbe.Answer.SILENT : ask(at)) {
        case TLS -> {
          return protocol.endsWith("SSL")
              ? usual(servers, failure, timeout)
              : expectsTls(servers, at, protocol);
        }
        case PLAIN -> {
          return protocol.endsWith("SSL")
              ? speaksNoTls(servers, at, protocol)
              : usual(servers, failure, timeout);
        }
        case SILENT -> isSilent |= !at.isEmpty();
        case CLOSED -> {
          away.add("nothing listens at " + at);
          isUnknownAlone = false;
        }
        case UNKNOWN_HOST -> away.add("the name " + Utils.getHost(at) + " cannot be resolved");
      }
    }
    if (isSilent || away.isEmpty()) {
      return usual(servers, failure, timeout);
    }
    String remedy = isUnknownAlone ? UNRESOLVED : USUAL;
    return new NoAnswer(servers, String.join(", ", away), remedy, true);
  }

  private static PortProbe.Answer ask(String server) {
    Integer port = Utils.getPort(server);
    return PortProbe.ask(String.valueOf(Utils.getHost(server)), port == null ? 0 : port);
  }

  private static NoAnswer expectsTls(String servers, String at, String protocol) {
    return new NoAnswer(
        servers,
        at + " expects TLS and kafka.security.protocol is " + protocol,
        "set it to " + (protocol.startsWith("SASL") ? "SASL_SSL" : "SSL or SASL_SSL"),
        false);
  }

  private static NoAnswer speaksNoTls(String servers, String at, String protocol) {
    return new NoAnswer(
        servers,
        at + " does not speak TLS and kafka.security.protocol is " + protocol,
        "set it to "
            + (protocol.startsWith("SASL") ? "SASL_PLAINTEXT" : "PLAINTEXT")
            + ", or name the port that speaks TLS",
        false);
  }

  /** What can be told from the failure alone; null if nothing special can. */
  private static @Nullable NoAnswer told(String servers, Throwable failure) {
    String complaint = complaint(failure);
    Matcher advertised = ADVERTISED.matcher(complaint == null ? "" : complaint);
    return advertised.find()
        ? new NoAnswer(
            servers,
            "it says that a broker is at %s, a name that cannot be resolved here"
                .formatted(advertised.group(1)),
            "set advertised.listeners of that broker to a name that is known here, or make the"
                + " name known",
            true)
        : null;
  }

  /**
   * Words for a failure of which nothing is known but the brokers that were asked.
   *
   * @param failure that may carry what a client complained of
   * @param timeout the one of its causes that tells that time ran out
   */
  static String words(String servers, Throwable failure, Throwable timeout) {
    NoAnswer told = told(servers, failure);
    return (told == null ? usual(servers, failure, timeout) : told).words();
  }

  private static NoAnswer usual(String servers, Throwable failure, Throwable timeout) {
    String complaint = complaint(failure);
    String cause = complaint == null ? String.valueOf(timeout.getMessage()) : complaint;
    return new NoAnswer(servers, cause.replaceFirst("\\.$", ""), USUAL, true);
  }

  private static String protocol(KafkaSettings kafka) {
    Object set = kafka.adminConfig().getOrDefault("security.protocol", "PLAINTEXT");
    return String.valueOf(set).toUpperCase(Locale.ROOT);
  }

  /** The newest complaint of a client that a failure or one of its causes carries. */
  private static @Nullable String complaint(Throwable failure) {
    for (@Nullable Throwable why = failure; why != null; why = why.getCause()) {
      for (Throwable beside : why.getSuppressed()) {
        if (beside instanceof ClientComplaints.Complaint) {
          return beside.getMessage();
        }
      }
    }
    return null;
  }

  /** Whether a client could not be made because no name of a broker can be resolved. */
  static boolean isUnresolved(Throwable failure) {
    Throwable root = root(failure);
    return root instanceof ConfigException
        && String.valueOf(root.getMessage()).contains("No resolvable bootstrap urls");
  }

  /** The first cause. */
  static Throwable root(Throwable failure) {
    return Stream.iterate(failure, why -> why != null, Throwable::getCause)
        .reduce((outer, inner) -> inner)
        .orElse(failure);
  }

  /** One line for a person. */
  String words() {
    return "no answer from %s (%s); %s".formatted(servers, cause, remedy);
  }
}
