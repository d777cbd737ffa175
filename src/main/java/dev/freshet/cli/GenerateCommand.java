package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import dev.freshet.data.MovieLens1MShape;
import dev.freshet.data.PlantedShape;
import dev.freshet.data.RatingFileWriter;
import dev.freshet.data.RatingSet;
import dev.freshet.data.SyntheticRatings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Writes made-up rating files. */
@Command(
    name = "generate",
    description = {
      "Write rating files with a known structure: ratings.csv and movies.csv.",
      "The same options write the same files everywhere."
    },
    footer = {
      "",
      "Examples:",
      "  freshet generate --shape planted --out planted",
      "  freshet generate --shape ml-1m --out like-ml-1m --ratings 200000 --seed 7"
    })
final class GenerateCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  /** The shapes there are. */
  private enum Shape {
    PLANTED,
    ML_1M
  }

  private static final class ShapeName implements ITypeConverter<Shape> {
    @Override
    public Shape convert(String text) {
      return switch (text) {
        case "planted" -> Shape.PLANTED;
        case "ml-1m" -> Shape.ML_1M;
        default -> throw new TypeConversionException(text + " is neither planted nor ml-1m");
      };
    }
  }

  @Option(
      names = "--shape",
      required = true,
      paramLabel = "planted|ml-1m",
      converter = ShapeName.class,
      description = {
        "planted: nothing but products of factors (default: 300,000 ratings);",
        "ml-1m: like MovieLens 1M, a million ratings."
      })
  private Shape shape = Shape.PLANTED;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; created where missing, and nothing in it is replaced.")
  private Path out = Path.of("");

  @Option(
      names = "--ratings",
      paramLabel = "N",
      description = "Number of ratings; users in proportion unless set.")
  private @Nullable Integer ratings;

  @Option(names = "--users", paramLabel = "N", description = "Number of users.")
  private @Nullable Integer users;

  @Option(names = "--movies", paramLabel = "N", description = "Number of movies.")
  private @Nullable Integer movies;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Another seed, other ratings (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    RatingSet set;
    try {
      set =
          switch (shape) {
            case PLANTED -> SyntheticRatings.planted(planted());
            case ML_1M -> SyntheticRatings.ml1m(ml1m());
          };
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()));
    }
    RatingFileWriter.write(set, out);
    command
        .commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %,d ratings by %,d users of %,d movies%n",
            out,
            set.ratings().size(),
            set.ratings().userIds().size(),
            set.movies().size());
    return ExitCodes.OK;
  }

  private PlantedShape planted() {
    PlantedShape base = PlantedShape.DEFAULT;
    PlantedShape sized = ratings == null ? base : base.withRatings(ratings);
    return new PlantedShape(
        users == null ? sized.users() : users,
        movies == null ? sized.movies() : movies,
        sized.ratings(),
        sized.rank(),
        sized.userSd(),
        sized.movieSd(),
        sized.noiseSd(),
        sized.mean(),
        seed);
  }

  private MovieLens1MShape ml1m() {
    MovieLens1MShape base = MovieLens1MShape.DEFAULT;
    MovieLens1MShape sized = ratings == null ? base : base.withRatings(ratings);
    return new MovieLens1MShape(
        users == null ? sized.users() : users,
        movies == null ? sized.movies() : movies,
        sized.ratings(),
        sized.mean(),
        sized.userSd(),
        sized.movieSd(),
        sized.tasteSd(),
        sized.noiseSd(),
        seed);
  }
}
