package dev.freshet.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.config.FreshetConfig;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.LogLevels;
import dev.freshet.console.UserError;
import dev.freshet.modelfile.ExportedGeneration;
import dev.freshet.modelfile.ExportedGeneration.Kind;
import dev.freshet.modelfile.ModelDirectory;
import dev.freshet.online.Factors;
import dev.freshet.retrain.PublishedGeneration;
import dev.freshet.retrain.Soundness;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicScan;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieEvent;
import dev.freshet.wire.MovieParser;
import dev.freshet.wire.Ranking;
import dev.freshet.wire.RejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a generation of the running system to files. */
@Command(
    name = "export",
    description = {
      "Write the factors of a generation, as they were published, to a directory.",
      "model.safetensors with users, user_bias, movies, movie_bias, mean, genres and the vectors of"
          + " the ranking head;",
      "ids.json with what the rows stand for;",
      "provenance.json with its record in checkpoints, rank, scale and versions.",
      "What was learned online since is not in it. `similar` and `predict` read the directory,",
      "`import` brings it back."
    },
    footer = {
      "",
      "Examples:",
      "  freshet export -b localhost:9092 --generation 3 --out generation-3",
      "  freshet similar --model generation-3 --movie Solaris",
      "",
      "`freshet checkpoints` lists the generations; the newest retrain.keep promoted ones are kept."
    })
final class ExportCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaAccess kafka;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--generation",
      required = true,
      paramLabel = "GENERATION",
      description = "Which; it must have been promoted.")
  private int generation;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIRECTORY",
      description = "Where to; created where missing, files in it are replaced.")
  private @Nullable Path out;

  ExportCommand(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  @Override
  public Integer call() throws IOException {
    FreshetConfig config = connection.config();
    Checkpoint checkpoint =
        promoted(
            LogLevels.withQuietClients(() -> CheckpointRecords.read(kafka, config)).byGeneration());
    Path directory = Objects.requireNonNull(out);
    ModelDirectory model = ModelDirectory.create(directory);
    PublishedGeneration published = LogLevels.withQuietClients(() -> read(config));
    String gap = Soundness.gap(checkpoint, published);
    if (gap != null) {
      throw new UserError(gap + "; `freshet checkpoints` lists all");
    }
    Checkpoint.Space space = space(checkpoint, config);
    Map<Kind, SortedMap<String, Factors>> rows = new EnumMap<>(Kind.class);
    rows.put(Kind.USERS, published.users());
    rows.put(Kind.MOVIES, published.movies());
    rows.put(Kind.GENRES, published.genres());
    SortedMap<String, Factors> vectors =
        LogLevels.withQuietClients(() -> vectors(checkpoint.rankingOrNone(), config));
    if (vectors != null) {
      rows.put(Kind.RANKING, vectors);
    }
    model.write(
        new ExportedGeneration(checkpoint, space, rows),
        LogLevels.withQuietClients(() -> catalogue(config)),
        about(checkpoint));
    Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .printf(
            "generation %d: %d users and %d movies of rank %d, %s, in %s%n",
            generation,
            published.users().size(),
            published.movies().size(),
            space.rank(),
            vectors == null ? "no ranking head" : vectors.size() + " ranking vectors",
            directory);
    return ExitCodes.OK;
  }

  private PublishedGeneration read(FreshetConfig config) {
    return PublishedGeneration.read(
        () -> kafka.consumer(config.kafka()), config.prefix(), generation, () -> false);
  }

  /** The vectors that were live with it; null where there were none. */
  private @Nullable SortedMap<String, Factors> vectors(Ranking ranking, FreshetConfig config) {
    if (ranking.generation() == 0) {
      return null;
    }
    SortedMap<String, Factors> found =
        PublishedGeneration.vectors(
            () -> kafka.consumer(config.kafka()),
            config.prefix(),
            ranking.generation(),
            () -> false);
    if (found == null || found.size() < ranking.movies()) {
      throw new UserError(
          "the ranking vectors of generation %d, which were live with it, are no longer kept"
              .formatted(ranking.generation()));
    }
    return found;
  }

  private Checkpoint promoted(Map<Integer, Checkpoint> all) {
    Checkpoint checkpoint = all.get(generation);
    if (checkpoint == null) {
      throw new UserError(
          "there is no generation %d; `freshet checkpoints` lists all".formatted(generation));
    }
    if (!checkpoint.wasPromoted()) {
      throw new UserError(
          "generation %d was %s, so its factors were never published: %s"
              .formatted(
                  generation,
                  checkpoint.fate() == Checkpoint.Fate.FAILED ? "not made" : "refused",
                  checkpoint.reason()));
    }
    return checkpoint;
  }

  /** Records from before this was noted go by the settings. */
  private static Checkpoint.Space space(Checkpoint checkpoint, FreshetConfig config) {
    Checkpoint.Content content = checkpoint.content();
    if (content != null) {
      return content.space();
    }
    return config.retraining().space();
  }

  private Map<String, Movie> catalogue(FreshetConfig config) {
    Map<String, Movie> movies = new HashMap<>();
    MovieParser parser = new MovieParser();
    new TopicScan(() -> kafka.consumer(config.kafka()))
        .read(
            Topic.CATALOGUE.name(config.prefix()),
            () -> false,
            record -> take(movies, parser, record.key(), record.value()));
    return movies;
  }

  private static void take(
      Map<String, Movie> movies, MovieParser parser, byte[] key, byte @Nullable [] value) {
    try {
      MovieEvent event = parser.parse(key, value);
      Movie movie = event.movie();
      if (movie == null) {
        movies.remove(event.movieId());
      } else {
        movies.put(event.movieId(), movie);
      }
    } catch (RejectedException e) {
      // Somebody else's record: that movie goes by its id.
    }
  }

  private static ObjectNode about(Checkpoint checkpoint) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("trained", Instant.ofEpochMilli(checkpoint.decision().at()).toString());
    node.put("exported", Instant.now().toString());
    node.put("versions", String.join(", ", new VersionProvider().getVersion()));
    return node;
  }
}
