package dev.freshet.train.models;

import dev.freshet.train.Recipe;
import dev.freshet.train.TrainingException;
import java.util.List;
import java.util.stream.Collectors;

/** Every kind of model there is. */
public final class Recipes {

  private static final List<Recipe<?>> ALL =
      List.of(
          new GlobalMean(),
          new Biases(),
          new Popularity(),
          new Ease(),
          new TruncatedSvd(),
          new NormalizedMf(),
          new Dot(),
          new BiasedMf(),
          new EmbeddingNet(),
          new HybridMf(),
          new MaskedSgd(),
          new AutoRec(true),
          new AutoRec(false),
          new DeepAutoRec(),
          new Cdae());

  private Recipes() {}

  /** All of them, references first. */
  public static List<Recipe<?>> all() {
    return ALL;
  }

  /**
   * The one of that name.
   *
   * @throws TrainingException if there is none: lists the names
   */
  public static Recipe<?> named(String name) {
    for (Recipe<?> recipe : ALL) {
      if (recipe.name().equals(name)) {
        return recipe;
      }
    }
    throw new TrainingException(
        "no model is called '"
            + name
            + "'; there are "
            + ALL.stream().map(Recipe::name).collect(Collectors.joining(", ")));
  }
}
