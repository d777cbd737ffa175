package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.console.ExitCodes;
import dev.freshet.online.InteractionWeights;
import dev.freshet.online.Scale;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Ids;
import dev.freshet.wire.Interaction;
import dev.freshet.wire.RatingEvent;
import dev.freshet.wire.RatingEvent.Kind;
import dev.freshet.wire.RatingJson;
import dev.freshet.wire.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends one event: a rating, another interaction, or what takes it back. */
@Command(
    name = "rate",
    description =
        "Rate a movie, tell of another event such as a view, take it back, or have a user forgotten.",
    footer = {
      "",
      "Examples:",
      "  freshet rate -b localhost:9092 me 318 4.5",
      "  freshet rate -b localhost:9092 --event view me 318",
      "  freshet rate -b localhost:9092 --retract me 318",
      "  freshet rate -b localhost:9092 --forget me",
      "",
      "`freshet watch --user me` shows what follows."
    })
final class RateCommand implements Callable<Integer> {
  private final KafkaAccess kafka;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @ArgGroup private What what = new What();

  @Parameters(index = "0", paramLabel = "USER", description = "Id of the user.")
  private String user = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "MOVIE", description = "Id of the movie.")
  private @Nullable String movie;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "RATING",
      description = "On the scale; with --event, its value (default: 1).")
  private @Nullable Float rating;

  @Option(
      names = "--event",
      paramLabel = "NAME",
      description = "Not a rating, but an event of this name, one that the settings list.")
  private @Nullable String name;

  private static final class What {
    @Option(names = "--retract", description = "Take back the rating of MOVIE, or its events.")
    private boolean retract;

    @Option(names = "--forget", description = "Forget USER: factors, ratings and list.")
    private boolean forget;
  }

  RateCommand(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  @Override
  public Integer call() throws InterruptedException {
    Kind kind = kind();
    FreshetConfig config = connection.config();
    RatingEvent event = event(kind, config.streams());
    String topic = Topic.RATINGS.name(config.prefix());
    kafka.requireTopic(config.kafka(), topic);
    try (Producer<byte[], byte[]> producer = kafka.producer(config.kafka())) {
      byte[] key = user.getBytes(StandardCharsets.UTF_8);
      byte[] value = RatingJson.write(event);
      RecordMetadata landed = producer.send(new ProducerRecord<>(topic, key, value)).get();
      commandSpec()
          .commandLine()
          .getOut()
          .printf(
              "%s, in %s partition %d at offset %d%n",
              sentence(event), landed.topic(), landed.partition(), landed.offset());
      return ExitCodes.OK;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the event was not sent", e);
    }
  }

  private Kind kind() {
    Kind kind = what.forget ? Kind.FORGET : what.retract ? Kind.RETRACT : Kind.RATE;
    int given = movie == null ? 0 : rating == null ? 1 : 2;
    if (name != null) {
      boolean fits = given == 1 || (given == 2 && !what.retract);
      if (!fits || what.forget) {
        throw wrong("say --event NAME USER MOVIE [VALUE], or --event NAME --retract USER MOVIE");
      }
      return what.retract ? Kind.UNDO : Kind.INTERACT;
    }
    int needed = kind == Kind.RATE ? 2 : kind == Kind.RETRACT ? 1 : 0;
    if (given != needed) {
      throw wrong(
          kind == Kind.RATE
              ? "say USER MOVIE RATING"
              : kind == Kind.RETRACT
                  ? "say --retract USER MOVIE, without a rating"
                  : "say --forget USER, without a movie");
    }
    return kind;
  }

  private RatingEvent event(Kind kind, StreamSettings streams) {
    checkId("USER", user);
    if (movie != null) {
      checkId("MOVIE", movie);
    }
    long now = System.currentTimeMillis();
    if (kind.isInteraction()) {
      Interaction interaction = interaction(streams.users().interactions());
      return RatingEvent.of(user, Objects.requireNonNull(movie), interaction, now);
    }
    Scale scale = streams.scale();
    if (rating != null && !scale.contains(rating)) {
      throw wrong("RATING must be from " + scale.min() + " to " + scale.max() + ", got " + rating);
    }
    return new RatingEvent(kind, user, movie, rating == null ? Float.NaN : rating, now);
  }

  private Interaction interaction(InteractionWeights accepted) {
    String of = Objects.requireNonNull(name);
    if (!accepted.accepts(of)) {
      throw wrong("event " + of + " is not in the settings, which accept " + accepted.names());
    }
    if (what.retract) {
      return new Interaction(of, Float.NaN);
    }
    float value = rating == null ? 1 : rating;
    if (!Interaction.isValue(value)) {
      throw wrong("the value of an event must be from 0 to 1000000, got " + value);
    }
    return new Interaction(of, value);
  }

  private void checkId(String name, String id) {
    try {
      Ids.check(id, name);
    } catch (RejectedException e) {
      throw wrong(e.getMessage());
    }
  }

  private static String sentence(RatingEvent event) {
    return switch (event.kind()) {
      case RATE -> event.userId() + " rated " + event.movieId() + " " + event.rating();
      case RETRACT -> event.userId() + " took the rating of " + event.movieId() + " back";
      case INTERACT -> event.userId() + ": " + name(event) + " of " + event.movieId();
      case UNDO -> event.userId() + " took " + name(event) + " of " + event.movieId() + " back";
      case FORGET -> event.userId() + " asked to be forgotten";
    };
  }

  private static String name(RatingEvent event) {
    return Objects.requireNonNull(event.interaction()).name();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(commandSpec().commandLine(), message);
  }

  private CommandSpec commandSpec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the specification before it runs a command");
    }
    return spec;
  }
}
