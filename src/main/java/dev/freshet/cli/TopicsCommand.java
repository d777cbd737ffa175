package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.LogLevels;
import dev.freshet.console.UserError;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicAdmin;
import dev.freshet.topics.TopicSpec;
import dev.freshet.topics.TopicSpecs;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the topics of the contract, creates them, and compares a cluster with it. */
@Command(
    name = "topics",
    description = {
      "List the topics that Freshet reads and writes.",
      "With --create or --check, do so in a cluster; those that exist are never changed."
    },
    footer = {
      "",
      "Examples:",
      "  freshet topics",
      "  freshet topics --create -b localhost:9092 --set replication.factor=1",
      "  freshet topics --check --config freshet.properties"
    })
final class TopicsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @ArgGroup private What what = new What();

  private static final class What {
    @Option(names = "--create", description = "Create those that are missing, then check all.")
    private boolean create;

    @Option(names = "--check", description = "Compare; it is a failure if anything differs.")
    private boolean check;
  }

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (!what.create && !what.check) {
      list(TopicSpecs.load(connection.read().topicSpecs()), out);
      return ExitCodes.OK;
    }
    FreshetConfig config = connection.config();
    TopicSpecs specs = TopicSpecs.load(config.topicSpecs());
    List<String> problems =
        LogLevels.withQuietClients(
            () -> {
              try (Admin admin = ClusterAccess.admin(config.kafka())) {
                TopicAdmin topics = new TopicAdmin(admin, specs);
                if (what.create) {
                  topics.createMissing().forEach(topic -> out.println("created " + topic));
                  topics.leftOut().forEach(out::println);
                }
                return topics.check();
              }
            });
    UserError.requireNone(problems);
    out.printf("all %d topics are as they should be%n", Topic.values().length);
    return ExitCodes.OK;
  }

  private static void list(TopicSpecs specs, PrintWriter out) {
    int width =
        List.of(Topic.values()).stream().mapToInt(t -> specs.name(t).length()).max().orElse(0);
    String row = "%-" + width + "s  %-8s %10s  %-15s %s%n";
    out.printf(row, "topic", "for", "partitions", "cleanup", "holds");
    for (Topic topic : Topic.values()) {
      TopicSpec each = specs.get(topic);
      out.printf(
          row,
          specs.name(topic),
          each.audience().name().toLowerCase(Locale.ROOT),
          specs.partitions(topic),
          each.cleanupPolicy(),
          each.purpose());
    }
  }
}
