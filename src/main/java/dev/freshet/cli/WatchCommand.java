package dev.freshet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.config.FreshetConfig;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.ListText;
import dev.freshet.console.StopSignal;
import dev.freshet.console.UserError;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicTail;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows lists as they are refreshed. */
@Command(
    name = "watch",
    description = {
      "Show lists of recommendations as they are refreshed.",
      "With --user it starts with the list that the user has now."
    },
    footer = {
      "",
      "Examples:",
      "  freshet watch -b localhost:9092",
      "  freshet watch -b localhost:9092 --user me",
      "  freshet watch -b localhost:9092 --user me --json --count 1 --for 30s"
    })
final class WatchCommand implements Callable<Integer> {
  private final KafkaAccess kafka;
  private final LongSupplier nanoTime;
  private final ObjectMapper json = new ObjectMapper();
  private final ListText text = new ListText(ZoneId.systemDefault());
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = {"-u", "--user"},
      paramLabel = "ID",
      description = "Lists of this user only.")
  private @Nullable String user;

  @Option(names = "--json", description = "One line of JSON for each list, as it is in the topic.")
  private boolean asJson;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "End after so many lists.")
  private @Nullable Integer count;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = {
        "End this long after it has connected, such as 30s or 5m;",
        "with --count it is an error if there were fewer lists by then."
      })
  private @Nullable Duration limit;

  private int shown;
  private @Nullable ConsumerRecord<byte[], byte[]> latest;

  WatchCommand(KafkaAccess kafka) {
    this(kafka, System::nanoTime);
  }

  WatchCommand(KafkaAccess kafka, LongSupplier nanoTime) {
    this.kafka = kafka;
    this.nanoTime = nanoTime;
  }

  @Override
  public Integer call() {
    FreshetConfig config = connection.config();
    String topic = Topic.RECOMMENDATIONS.name(config.prefix());
    kafka.requireTopic(config.kafka(), topic);
    try (StopSignal stop = new StopSignal();
        Consumer<byte[], byte[]> consumer = kafka.consumer(config.kafka())) {
      stop.onStop(consumer::wakeup);
      return watch(TopicTail.of(consumer, List.of(topic)));
    } catch (WakeupException e) {
      return ExitCodes.INTERRUPTED;
    }
  }

  private int watch(TopicTail lists) {
    long start = nanoTime.getAsLong();
    if (user == null) {
      lists.skipToEnd();
    } else if (!showLatest(lists, user)) {
      return ExitCodes.OK;
    }
    while (limit == null || nanoTime.getAsLong() - start < limit.toNanos()) {
      for (ConsumerRecord<byte[], byte[]> list : lists.next()) {
        if (!show(list)) {
          return ExitCodes.OK;
        }
      }
    }
    if (count != null && shown < count) {
      throw new UserError("only " + shown + " of " + count + " lists within the time");
    }
    return ExitCodes.OK;
  }

  private boolean showLatest(TopicTail lists, String id) {
    lists.read(
        () -> false,
        each -> {
          remember(each);
          if (id.equals(userOf(each))) {
            latest = each;
          }
        });
    if (latest == null) {
      err().println("freshet: no list yet for user " + id + "; waiting");
      return true;
    }
    return show(latest);
  }

  /** Whether more lists are wanted. */
  private boolean show(ConsumerRecord<byte[], byte[]> list) {
    remember(list);
    String id = userOf(list);
    if (user != null && !user.equals(id)) {
      return true;
    }
    String shownText = asJson ? jsonLine(id, list) : people(id, list);
    if (shownText == null) {
      return true;
    }
    out().print(shownText);
    if (out().checkError()) {
      return false; // Whoever read the output has gone, as in `freshet watch | head`.
    }
    shown++;
    return count == null || shown < count;
  }

  private @Nullable String people(String id, ConsumerRecord<byte[], byte[]> list) {
    if (list.value() == null) {
      return text.formatForgotten(id);
    }
    JsonNode parsed = parse(list.value());
    if (parsed == null) {
      err()
          .printf(
              "freshet: skipped what is no list, in %s partition %d at offset %d%n",
              list.topic(), list.partition(), list.offset());
      return null;
    }
    return text.format(parsed) + System.lineSeparator();
  }

  private String jsonLine(String id, ConsumerRecord<byte[], byte[]> list) {
    String value =
        list.value() == null
            ? json.createObjectNode().put("userId", id).put("forgotten", true).toString()
            : new String(list.value(), StandardCharsets.UTF_8);
    return value + System.lineSeparator();
  }

  private void remember(ConsumerRecord<byte[], byte[]> list) {
    if (!asJson && list.value() != null) {
      JsonNode parsed = parse(list.value());
      if (parsed != null) {
        text.remember(parsed);
      }
    }
  }

  private @Nullable JsonNode parse(byte[] value) {
    try {
      JsonNode parsed = json.readTree(value);
      return parsed.isObject() ? parsed : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static String userOf(ConsumerRecord<byte[], byte[]> list) {
    return list.key() == null ? "" : new String(list.key(), StandardCharsets.UTF_8);
  }

  private PrintWriter out() {
    return commandSpec().commandLine().getOut();
  }

  private PrintWriter err() {
    return commandSpec().commandLine().getErr();
  }

  private CommandSpec commandSpec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the specification before it runs a command");
    }
    return spec;
  }
}
