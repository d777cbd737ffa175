package dev.freshet.cli;

import dev.freshet.data.Columns;
import dev.freshet.data.RatingFiles;
import dev.freshet.data.RatingSet;
import dev.freshet.data.Reading;
import dev.freshet.data.Remarks;
import dev.freshet.online.InteractionWeights;
import dev.freshet.online.Scale;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How a rating file is read, where people know it better than it shows; a mixin. */
final class RatingFileOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--scale",
      paramLabel = "MIN:MAX",
      converter = ScaleConverter.class,
      description =
          "What the ratings lie on (default: what the data shows). Without it, ratings that are all"
              + " the same are read as take-up: each is an event `take`.")
  private @Nullable Scale scale;

  @Option(
      names = "--columns",
      paramLabel = "NAMES",
      converter = ColumnsConverter.class,
      description =
          "What the columns hold where no header says it, such as user,movie,rating,time; also event"
              + " and value, and - for a column that is passed over. Without rating and event each"
              + " line is a like.")
  private @Nullable Columns columns;

  @Option(
      names = "--missing",
      paramLabel = "VALUE",
      split = ",",
      description = "A rating that means \"not rated\", such as 99 or -1: left out.")
  private Set<Float> missing = new LinkedHashSet<>();

  @Option(
      names = "--skip-bad-lines",
      description =
          "Leave out lines that cannot be used, or are off a scale that is given, and say which."
              + " Without it a file with one is refused. What else `run` rejects, its settings say.")
  private boolean skipBadLines;

  /** Reads the names of columns. */
  private static final class ColumnsConverter implements ITypeConverter<Columns> {
    @Override
    public Columns convert(String text) {
      try {
        return Columns.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /**
   * Reads a file and says how.
   *
   * @param bounds the scale of the settings, between which ratings must be; null where none is set
   * @param accepted names that events may have; null for any
   */
  RatingSet open(Path path, @Nullable Scale bounds, @Nullable InteractionWeights accepted) {
    Reading reading = reading().within(bounds).accepting(accepted);
    return RatingFiles.open(path, reading, remarks(Objects.requireNonNull(command)));
  }

  /** These options for a file that belongs to another, and has its scale. */
  RatingSet openBeside(Path path, Scale other, @Nullable InteractionWeights accepted) {
    Reading reading = reading().on(scale == null ? other : scale).accepting(accepted);
    return RatingFiles.open(path, reading, remarks(Objects.requireNonNull(command)));
  }

  /** How files are read. */
  Reading reading() {
    return new Reading(scale, columns, missing, skipBadLines);
  }

  private static Remarks remarks(CommandSpec command) {
    return new Remarks() {
      @Override
      public void note(String line) {
        command.commandLine().getOut().println(line);
        command.commandLine().getOut().flush();
      }

      @Override
      public void warn(String line) {
        command.commandLine().getErr().println("freshet: " + line);
        command.commandLine().getErr().flush();
      }
    };
  }
}
