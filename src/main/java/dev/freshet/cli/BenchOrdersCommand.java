package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.console.StageBar;
import dev.freshet.data.RatingFiles;
import dev.freshet.data.RatingSet;
import dev.freshet.measure.lists.Answers;
import dev.freshet.measure.lists.ListFindings;
import dev.freshet.measure.lists.Questions;
import dev.freshet.measure.lists.References;
import dev.freshet.online.InteractionWeights;
import dev.freshet.online.OnlineSgd;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What each part of the order of lists is worth. */
@Command(
    name = "orders",
    description = {
      "Ask before each liked first rating of a file at which place its movie stands.",
      "Without Kafka: in the order of takes, and in that order with parts left out."
    },
    footer = {"", "Examples:", "  freshet bench orders --ratings ml-latest-small"})
final class BenchOrdersCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--ratings",
      required = true,
      paramLabel = "PATH",
      description = "A rating file, or a folder with one; recognised by content.")
  private Path ratings = Path.of("");

  @Option(
      names = "--liked",
      paramLabel = "RATING",
      description =
          "The lowest rating that says that a movie was liked. Default: 3/4 of the scale.")
  private @Nullable Float liked;

  private static IntFunction<@Nullable List<String>> genres(RatingSet set) {
    Map<String, List<String>> byId = new HashMap<>();
    set.movies().forEach(movie -> byId.put(movie.movieId(), movie.genres()));
    List<String> ids = set.ratings().movieIds();
    return movie -> byId.get(ids.get(movie));
  }

  @Override
  public Integer call() {
    RatingSet set = RatingFiles.open(ratings);
    float likedFrom = liked == null ? set.scale().likedFrom() : liked;
    Questions questions = Questions.of(set.ratings(), likedFrom, InteractionWeights.defaults());
    OnlineSgd sgd = new OnlineSgd(OnlineSgd.Settings.defaults(), set.scale());
    Map<String, Answers> answers;
    try (StageBar bar = new StageBar()) {
      answers =
          References.ofTakes(
              questions, sgd, genres(set), event -> bar.at("reading", event, set.ratings().size()));
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(ListFindings.tableOf(questions, answers));
    out.flush();
    return ExitCodes.OK;
  }
}
