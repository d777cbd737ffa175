package dev.freshet.config;

import dev.freshet.config.FreshetSettings.Section;

/** The settings as text: {@code docs/settings.md} and {@code docs/freshet.properties} are these. */
public final class SettingsDocument {
  private static final String INTRODUCTION =
      """
      # Settings

      This page is printed by `freshet settings --markdown`; the code is where it is written.

      A setting is looked for in these places, the first that has it wins:

      1. `--set key=value` on the command line (and options of its own, such as `--prefix`)
      2. the environment: `FRESHET_` and the key in capitals, with `_` for dots, so
         `FRESHET_HTTP_PORT` is `http.port`; an empty variable counts as not set
      3. the properties file given with `--config` (or in `FRESHET_CONFIG`), in UTF-8;
         [freshet.properties](freshet.properties) is one with every setting and its default
      4. the default

      Everything is checked before anything starts, and all problems are reported at once.
      `freshet settings --effective --config FILE` checks, and shows what holds and where it comes
      from.

      Durations are whole numbers with `ms`, `s`, `m`, `h` or `d`; sizes with `B`, `KiB`, `MiB` or
      `GiB`.
      """;

  private static final String KAFKA =
      """

      ## Kafka's own settings

      Every setting of Kafka's clients passes through under its own name:

      | key | goes to |
      |---|---|
      | `kafka.*` | every client, such as `kafka.security.protocol` and `kafka.sasl.jaas.config` |
      | `kafka.producer.*` | producers, those inside Kafka Streams included |
      | `kafka.consumer.*` | consumers, those inside Kafka Streams included |
      | `kafka.admin.*` | admin clients, those inside Kafka Streams included |
      | `kafka.streams.*` | Kafka Streams; here the last word, such as `kafka.streams.main.consumer.max.poll.records` |

      The environment reaches those whose names are lower case with dots:
      `FRESHET_KAFKA_SASL_MECHANISM` is `kafka.sasl.mechanism`. What Freshet depends on cannot be
      changed in this way (`kafka.producer.acks`, `kafka.streams.application.id` and the like); it
      says so and names the setting to use instead. Names that Kafka does not know pass through too,
      for login modules and interceptors, unless they look like a slip of the pen.

      For a cluster with SASL over TLS:

      ```properties
      bootstrap.servers=broker-1.example.org:9093,broker-2.example.org:9093
      kafka.security.protocol=SASL_SSL
      kafka.sasl.mechanism=SCRAM-SHA-512
      kafka.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
        username="freshet" password="...";
      ```
      """;

  private static final String EVENTS =
      """

      ## Further events beyond ratings

      Other names of events are accepted, too, once `events.NAME.weight` or `events.NAME.hides` is given. A name has up
      to 32 letters of ASCII, digits, `_` and `-`. What is not given is 0 and `false`. The environment reaches names in
      lower case without `-`: `FRESHET_EVENTS_ADD_TO_CART_WEIGHT` is `events.add_to_cart.weight`.
      """;

  private static final String SECRETS =
      """

      ## Secrets

      A password given with `--set` stands in the list of processes, where every user of the machine
      can read it, and in the history of the shell. Give it in the environment (`FRESHET_...`), which
      only the same user can read, or in the file of `--config`, with permissions for that user alone.
      `freshet settings --effective` and messages show `(hidden)` in its place.
      """;

  private static final String TOPICS =
      """

      ## Kafka's settings of topics

      `topics.NAME.CONFIG` sets what a topic is created with, over what `topology/topics.yaml` says:
      `topics.recommendations.segment.bytes=1073741824`. NAME is a topic of `freshet topics` without
      its prefix, or `all`. The value `default` leaves the setting to the cluster. The environment has
      `_` for dots and dashes: `FRESHET_TOPICS_RATINGS_BY_USER_SEGMENT_BYTES`. Topics that exist are
      never changed.

      Managed clusters refuse some settings. Where one does, Freshet asks again without `segment.bytes`,
      `min.cleanable.dirty.ratio` and `max.compaction.lag.ms`, then without `delete.retention.ms` and
      `min.insync.replicas`, and says in one line what it left out. What you have set it never leaves
      out: a refusal then names the setting.
      """;

  private static final String PROPERTIES_HEADER =
      """
      # Settings of Freshet: every one, with its default. Printed by `freshet settings --properties`.
      # Take a line's first # away to set it. Use: freshet run --config FILE
      """;

  private static final String PROPERTIES_KAFKA =
      """

      # ---- Further events: a name is accepted once one of these is given
      #events.add_to_cart.weight=0.5
      #events.add_to_cart.hides=false

      # ---- Kafka's settings of topics: topics.NAME.CONFIG, NAME may be all, default leaves one out
      #topics.recommendations.segment.bytes=1073741824
      #topics.all.max.compaction.lag.ms=default

      # ---- Kafka's own settings: kafka.* for all clients, kafka.producer.*, kafka.consumer.*,
      # ---- kafka.admin.* and kafka.streams.* for one kind
      #kafka.security.protocol=SASL_SSL
      #kafka.sasl.mechanism=SCRAM-SHA-512
      #kafka.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
      #  username="freshet" password="...";
      """;

  private static final String EXPERTS = "For experts";

  private static final String EXPERTS_NOTE =
      """
      These defaults were measured on several sets of ratings; few have a reason to change one.
      After a change, run an evaluation of your own ratings (`freshet evaluate`).
      """;

  private SettingsDocument() {}

  /** The page for people. */
  public static String markdown() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (Section section : FreshetSettings.sections(false)) {
      page.append("\n## ").append(section.title()).append("\n\n");
      appendTable(page, section);
    }
    page.append("\n## ").append(EXPERTS).append("\n\n").append(EXPERTS_NOTE);
    for (Section section : FreshetSettings.sections(true)) {
      page.append("\n### ").append(section.title()).append("\n\n");
      appendTable(page, section);
    }
    return page.append(EVENTS).append(TOPICS).append(KAFKA).append(SECRETS).toString();
  }

  private static void appendTable(StringBuilder page, Section section) {
    page.append("| key | default | what it does | what may be written |\n|---|---|---|---|\n");
    for (Setting<?> setting : section.settings()) {
      String text = setting.defaultText() == null ? "" : "`" + setting.defaultText() + "`";
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(setting.key(), text, setting.doc(), setting.expected()));
    }
  }

  /** A properties file in which every setting is commented out at its default. */
  public static String properties() {
    StringBuilder file = new StringBuilder(PROPERTIES_HEADER);
    for (Section section : FreshetSettings.sections(false)) {
      file.append("\n# ---- ").append(section.title()).append('\n');
      appendLines(file, section);
    }
    file.append("\n# ==== ").append(EXPERTS).append(": ");
    file.append(EXPERTS_NOTE.strip().replace("\n", "\n# ==== ")).append('\n');
    for (Section section : FreshetSettings.sections(true)) {
      file.append("\n# ---- ").append(section.title()).append(", for experts\n");
      appendLines(file, section);
    }
    return file.append(PROPERTIES_KAFKA).toString();
  }

  private static void appendLines(StringBuilder file, Section section) {
    for (Setting<?> setting : section.settings()) {
      String text = setting.defaultText() == null ? "" : setting.defaultText();
      file.append("\n# ").append(setting.doc().replace("`", ""));
      file.append("\n# (").append(setting.expected()).append(")\n");
      file.append('#').append(setting.key()).append('=').append(text).append('\n');
    }
  }

  /** A table for a terminal. */
  public static String table() {
    StringBuilder table = new StringBuilder();
    for (Section section : FreshetSettings.sections(false)) {
      table.append(table.isEmpty() ? "" : "\n").append(section.title()).append('\n');
      appendRows(table, section);
    }
    for (Section section : FreshetSettings.sections(true)) {
      table.append('\n').append(section.title()).append(", for experts\n");
      appendRows(table, section);
    }
    return table
        .append(
            "\nFurther events\n  events.NAME.weight, events.NAME.hides: names are accepted once")
        .append(" one of them is given\n")
        .append("\nTopics\n  topics.NAME.CONFIG: what topics are created with; NAME may be all,")
        .append(" the value default leaves it to the cluster\n")
        .append("\nKafka's own\n  kafka.*, kafka.producer.*, kafka.consumer.*, kafka.admin.*,")
        .append(" kafka.streams.*: every setting of Kafka's clients\n")
        .toString();
  }

  private static void appendRows(StringBuilder table, Section section) {
    for (Setting<?> setting : section.settings()) {
      String text = setting.defaultText() == null ? "-" : setting.defaultText();
      table.append(
          "  %-21s %-23s %s\n".formatted(setting.key(), text, setting.doc().replace("`", "")));
    }
  }
}
