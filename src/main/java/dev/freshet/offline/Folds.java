package dev.freshet.offline;

import dev.freshet.data.RatingSet;
import dev.freshet.modelfile.TrainingData;
import dev.freshet.online.Scale;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Split;
import dev.freshet.train.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Training and test parts that come as files, such as {@code u1.base} and {@code u1.test} to {@code
 * u5.base} and {@code u5.test} of MovieLens 100K.
 *
 * @param data users and movies of all files; the table is that of the first training file
 * @param parts one for each pair
 */
public record Folds(TrainingData data, List<Split.Parts> parts) {

  /** Neither {@code ua} nor {@code ub}: these are other splits of the same ratings. */
  private static final String TRAINING_FILE = "u\\d+\\.base";

  /** Reads one of the files. */
  public interface Opening {
    /**
     * Reads a file.
     *
     * @param otherwise the scale, where nothing else gives one; null for what the data shows
     */
    RatingSet of(Path file, @Nullable Scale otherwise);
  }

  /**
   * Reads all pairs of a folder, in the order of their numbers.
   *
   * @param opening reads each file
   * @param learned leaves what a model learns of the events of a file: nothing but ratings
   * @throws TrainingException if there is none, or half of one is missing
   */
  public static Folds open(Path folder, Opening opening, UnaryOperator<RatingSet> learned)
      throws IOException {
    List<Path> bases = bases(folder);
    List<TrainingData> files = new ArrayList<>();
    for (Path base : bases) {
      Path test = folder.resolve(String.valueOf(base.getFileName()).replace(".base", ".test"));
      if (!Files.isRegularFile(test)) {
        throw new TrainingException(base + " has no " + test.getFileName() + " beside it");
      }
      RatingSet set = opening.of(base, null);
      TrainingData training = TrainingData.of(learned.apply(set), base);
      files.add(training);
      @Nullable Scale scale = set.ratings().hasRatings() ? set.scale() : null;
      RatingSet held = learned.apply(opening.of(test, scale));
      files.add(TrainingData.of(held, test.toString(), training.sha256()));
    }
    List<TrainingData> together = TrainingData.together(files);
    List<Split.Parts> parts = new ArrayList<>();
    for (int i = 0; i < together.size(); i += 2) {
      RatingTable train = together.get(i).table();
      RatingTable none = train.select(new int[0]);
      parts.add(new Split.Parts(train, none, together.get(i + 1).table()));
    }
    return new Folds(together.get(0), parts);
  }

  private static List<Path> bases(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new TrainingException(folder + " is not a folder with u1.base and u1.test");
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> bases =
          files
              .filter(file -> String.valueOf(file.getFileName()).matches(TRAINING_FILE))
              .sorted()
              .toList();
      if (bases.isEmpty()) {
        throw new TrainingException(
            folder + " holds no folds: expected u1.base and u1.test, u2.base and u2.test, ...");
      }
      return bases;
    }
  }
}
