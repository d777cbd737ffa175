package dev.freshet.cli;

import dev.freshet.online.Scale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The scale of a file's ratings, where people know it better than the data shows. */
final class ScaleOption {

  @Option(
      names = "--scale",
      paramLabel = "MIN:MAX",
      converter = ScaleConverter.class,
      description = {
        "What the ratings lie on (default: what the data shows). Without it, ratings that are all",
        "the same are read as take-up: each is an event `take`."
      })
  private @Nullable Scale scale;

  /** The scale; null where none was given. */
  @Nullable Scale orNull() {
    return scale;
  }
}
