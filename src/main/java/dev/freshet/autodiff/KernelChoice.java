package dev.freshet.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which {@link Kernels} this machine gets. */
final class KernelChoice {

  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);

  /**
   * A kernel that may be missing on this machine.
   *
   * @param name as it may be forced
   * @param load makes it, or throws {@link LinkageError} or {@link RuntimeException}
   */
  record Option(String name, Supplier<Kernels> load) {}

  /**
   * Fastest first, by the measurements in docs/benchmarks/engine.md; measuring at each start would
   * make results depend on what else the machine does.
   */
  static final List<Option> BY_SPEED =
      List.of(new Option("openblas", OpenBlasKernels::new), new Option("ejml", EjmlKernels::new));

  private KernelChoice() {}

  /** See {@link Kernels#choose(String)}. */
  static Kernels choose(@Nullable String forced, List<Option> candidates) {
    String name = forced == null ? "" : forced.strip().toLowerCase(Locale.ROOT);
    boolean any = name.isEmpty() || name.equals("auto");
    List<String> missing = new ArrayList<>();
    for (Option candidate : candidates) {
      if (any || candidate.name().equals(name)) {
        try {
          Kernels kernels = candidate.load().get();
          LOG.info("dense products by {}{}", kernels.name(), without(missing));
          return kernels;
        } catch (LinkageError | RuntimeException e) {
          LOG.debug("no {}", candidate.name(), e);
          missing.add(candidate.name() + " (" + e + ")");
        }
      }
    }
    String names = candidates.stream().map(Option::name).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        missing.isEmpty()
            ? "no kernels are named \"" + name + "\"; there are " + names
            : "not on this machine: " + String.join(", ", missing) + "; there are " + names);
  }

  private static String without(List<String> missing) {
    return missing.isEmpty() ? "" : ", without " + String.join(", ", missing);
  }
}
