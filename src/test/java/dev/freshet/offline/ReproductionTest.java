package dev.freshet.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.autodiff.Kernels;
import dev.freshet.data.PlantedShape;
import dev.freshet.data.RatingFileWriter;
import dev.freshet.data.RatingSet;
import dev.freshet.data.SyntheticRatings;
import dev.freshet.train.Fitting;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.models.Recipes;
import dev.freshet.wire.Movie;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReproductionTest {

  /** One of the folders is there, the others are not. */
  private static final String HERE = "ml-latest-small";

  @TempDir private Path folder;

  /** Notes the rows. */
  private static final class Rows implements Reproduction.Observer {
    private final List<String> seen = new ArrayList<>();

    @Override
    public boolean isStopping() {
      return false;
    }

    @Override
    public void row(String text) {
      seen.add(text);
    }

    @Override
    public void at(String stage, Fitting.Epoch epoch) {}
  }

  /** Defaults. */
  private static final class Defaults implements Reproduction.Settings {
    @Override
    public <S extends Record> S of(Recipe<S> recipe, RatingTable train, List<String> options) {
      return recipe.defaults(train);
    }
  }

  private String page(Rows rows, String only) throws IOException {
    return new Reproduction(folder, 1, Kernels.choose("ejml"), new Defaults(), rows).run(only);
  }

  private void writeRatings() {
    PlantedShape shape = new PlantedShape(60, 40, 1_200, 4, .4, .4, .3, 3.5, 1);
    RatingSet set = SyntheticRatings.planted(shape);
    List<Movie> movies = new ArrayList<>();
    for (Movie movie : set.movies()) {
      String genre = movies.size() % 2 == 0 ? "Drama" : "Comedy";
      movies.add(new Movie(movie.movieId(), movie.title(), List.of(genre), movie.year()));
    }
    RatingFileWriter.write(
        new RatingSet(set.format(), set.ratings(), movies, set.scale()), folder.resolve(HERE));
  }

  private static List<String> rowsOf(String page) {
    return page.lines()
        .filter(line -> line.startsWith("| ") && !line.contains("| published |"))
        .toList();
  }

  @Test
  void everyExperimentHasARowAndAbsentDataIsListedWithWhereToGetIt() throws IOException {
    Rows rows = new Rows();
    String page = page(rows, null);
    List<String> inTable = rowsOf(page);
    assertEquals(Experiments.all().size(), inTable.size());
    assertEquals(Experiments.all().size(), rows.seen.size());
    for (int i = 0; i < inTable.size(); i++) {
      Experiment experiment = Experiments.all().get(i);
      String start = "| " + experiment.name() + " | " + experiment.model() + " | ";
      assertTrue(inTable.get(i).startsWith(start), inTable.get(i));
      boolean absent =
          inTable.get(i).contains("not measured: " + experiment.data() + " is not here");
      assertEquals(experiment.data() != null, absent, inTable.get(i));
    }
    Experiments.SOURCES.forEach(
        (set, source) -> assertTrue(page.contains("* `" + set + "`: get it from " + source), page));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cold-movies", "small-lists"})
  void dataThatIsHereIsMeasuredWithItsSpread(String experiment) throws IOException {
    writeRatings();
    String page = page(new Rows(), experiment);
    long expected = Experiments.all().stream().filter(e -> e.name().equals(experiment)).count();
    assertEquals(expected, rowsOf(page).size());
    for (String row : rowsOf(page)) {
      assertTrue(row.matches(".*\\| (RMSE|recall@20) \\d\\.\\d{4} ± \\d\\.\\d{4}.*"), row);
    }
    assertTrue(!page.contains("not there"), page);
  }

  @Test
  void theMatrixIsFittedAsWellAsItCanBeAndHiddenCellsAreNot() throws IOException {
    assertTrue(rowsOf(page(new Rows(), "matrix")).get(0).contains(" | 0.12"));
    Basics.Matrix whole = fit("masked-sgd", Basics.whole());
    Basics.Matrix some = fit("masked-sgd", Basics.masked());
    assertEquals(.1220, whole.squaredError(), .001);
    assertTrue(some.squaredError() < whole.squaredError());
    assertTrue(Math.abs(some.cell(1, 0) - 3.3359) > .5, "cell " + some.cell(1, 0));
  }

  private static Basics.Matrix fit(String model, RatingTable known) {
    return fit(Recipes.named(model), known);
  }

  private static <S extends Record> Basics.Matrix fit(Recipe<S> recipe, RatingTable known) {
    return Basics.matrix(recipe, known, recipe.defaults(known), Kernels.choose("ejml"));
  }
}
