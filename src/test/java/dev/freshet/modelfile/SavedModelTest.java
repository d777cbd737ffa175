package dev.freshet.modelfile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.online.Scale;
import dev.freshet.wire.Movie;
import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class SavedModelTest {

  private static final List<Movie> MOVIES =
      List.of(
          movie("spy", "Action", "Thriller"),
          movie("second spy", "Action", "Thriller"),
          movie("chance", "Comedy"),
          movie("opposite", "Action", "Thriller"));

  private static final SavedModel MODEL =
      new SavedModel(
          List.of("1"),
          MOVIES,
          List.of(90, 90, 10, 90),
          new FactorModel(
              Map.of(
                  "movies",
                  new FMatrixRMaj(4, 2, true, 1, 0, .8f, .6f, 2, 0, -1, 0),
                  "movie_bias",
                  new FMatrixRMaj(4, 1, true, 0, .25f, 0, 0)),
              FactorModel.Link.LINEAR,
              new Scale(1, 5)));

  private static Movie movie(String title, String... genres) {
    return new Movie(title, title, List.of(genres), null);
  }

  private static List<String> titles(List<SavedModel.Neighbour> neighbours) {
    return neighbours.stream().map(near -> near.movie().title()).toList();
  }

  /** Cosine .8 believed by 90/100 comes before cosine 1 believed by 10/20. */
  @Test
  void theFactorsOfMoviesWithFewRatingsAreBelievedLess() {
    List<SavedModel.Neighbour> near = MODEL.nearest(0, 9, 1, 0);
    assertEquals(List.of("second spy", "chance", "opposite"), titles(near));
    assertEquals(.72, near.get(0).likeness(), 1e-6);
    assertEquals(.8, near.get(0).cosine(), 1e-6);
    assertEquals(.25, near.get(0).bias(), 1e-6);
    assertEquals(.5, near.get(1).likeness(), 1e-6);
    assertEquals(1, near.get(1).cosine(), 1e-6);
  }

  @Test
  void sharedGenresCountAsMuchAsTheyAreGiven() {
    List<SavedModel.Neighbour> near = MODEL.nearest(0, 9, 1, .75);
    assertEquals(List.of("second spy", "opposite", "chance"), titles(near));
    assertEquals(.25 * .72 + .75, near.get(0).likeness(), 1e-6);
    assertEquals(.25 * -.9 + .75, near.get(1).likeness(), 1e-6);
  }

  @Test
  void moviesWithTooFewRatingsAreLeftOutAndSoAreThoseBeyondTheCount() {
    assertEquals(List.of("second spy", "opposite"), titles(MODEL.nearest(0, 9, 11, 0)));
    assertEquals(List.of("second spy"), titles(MODEL.nearest(0, 1, 11, 0)));
  }
}
