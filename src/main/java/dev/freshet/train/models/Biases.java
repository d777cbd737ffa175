package dev.freshet.train.models;

import dev.freshet.train.Fitting;
import dev.freshet.train.RatingModel;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Recipe;
import dev.freshet.train.Trained;
import java.util.List;

/** {@link BiasTerms} as a model: the reference that a factor model must beat to be worth it. */
final class Biases implements Recipe<Biases.Settings> {

  /**
   * Settings.
   *
   * @param userDamping ratings a user must have for half of his bias to be believed
   * @param movieDamping ratings a movie must have for half of its bias to be believed
   * @param passes over both sides by turns
   */
  record Settings(float userDamping, float movieDamping, int passes) {
    Settings {
      Learnable.require(
          userDamping >= 0 && movieDamping >= 0 && passes > 0,
          "biases need user-damping and movie-damping of at least 0 and passes of at least 1");
    }
  }

  @Override
  public String name() {
    return "biases";
  }

  @Override
  public String description() {
    return "mean plus a damped bias of the user and of the movie";
  }

  @Override
  public Settings defaults(RatingTable train) {
    return new Settings(5, 3, 10);
  }

  @Override
  public Trained fit(
      RatingTable train, RatingTable validation, Settings settings, Fitting fitting) {
    Learnable.check(train);
    BiasTerms terms =
        BiasTerms.of(train, settings.userDamping, settings.movieDamping, settings.passes);
    RatingModel model =
        (users, movies) -> {
          float[] out = new float[users.length];
          for (int i = 0; i < out.length; i++) {
            out[i] = train.scale().clip(terms.predict(users[i], movies[i]));
          }
          return out;
        };
    return new Trained(model, null, terms.tensors(), List.of(), 0);
  }
}
