package dev.freshet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import dev.freshet.console.OptionalLibrary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Command;

/** Production runs without the libraries of {@code lib-extra}; a command that needs them asks. */
@AnalyzeClasses(packages = "dev.freshet", importOptions = ImportOption.DoNotIncludeTests.class)
class OptionalLibrariesTest {

  /** Knows every command; asked for the version of its jar only. */
  private static final String ALL_COMMANDS = "dev.freshet.cli.Freshet";

  /** Kafka's server, and charts: the dependencies of the pom that are {@code provided}. */
  private static boolean isOptional(String name) {
    return name.startsWith("kafka.")
        || name.matches(
            "org\\.apache\\.kafka\\.(server|metadata|raft|storage|controller|image|coordinator)\\..*")
        || name.startsWith("scala.")
        || name.startsWith("org.knowm.");
  }

  /**
   * How the command comes to an optional class, through whichever classes; empty if it does not.
   */
  private static List<String> wayToOptional(JavaClass command) {
    Map<String, List<String>> ways = new HashMap<>(Map.of(command.getName(), List.of()));
    Deque<JavaClass> open = new ArrayDeque<>(Set.of(command));
    while (!open.isEmpty()) {
      JavaClass next = open.remove();
      for (var dependency : next.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass();
        List<String> way = new ArrayList<>(ways.get(next.getName()));
        way.add(target.getName());
        if (isOptional(target.getName())) {
          return way;
        }
        if (target.getName().startsWith("dev.freshet.")
            && !target.getName().equals(ALL_COMMANDS)
            && ways.putIfAbsent(target.getName(), way) == null) {
          open.add(target);
        }
      }
    }
    return List.of();
  }

  @ArchTest
  static void theCommandsThatReachThemAskForThem(JavaClasses classes) {
    Map<String, List<String>> reach = new TreeMap<>();
    Set<String> ask = new TreeSet<>();
    for (JavaClass command : classes) {
      if (!command.isAnnotatedWith(Command.class) || command.getSimpleName().equals("Freshet")) {
        continue;
      }
      List<String> way = wayToOptional(command);
      if (!way.isEmpty() && !command.getSimpleName().equals("BenchCommand")) {
        reach.put(command.getSimpleName(), way);
      }
      if (command.getDirectDependenciesFromSelf().stream()
          .anyMatch(d -> d.getTargetClass().isEquivalentTo(OptionalLibrary.class))) {
        ask.add(command.getSimpleName());
      }
    }
    Set<String> known =
        new TreeSet<>(
            Set.of(
                "BenchFaultsCommand",
                "BenchFreshnessCommand",
                "BenchRemovalsCommand",
                "BenchScenarioCommand",
                "BenchTakeoverCommand",
                "DemoCommand",
                "EvaluateCommand",
                "TrainCommand"));
    assertEquals(known, reach.keySet(), reach::toString);
    assertEquals(known, ask);
  }
}
