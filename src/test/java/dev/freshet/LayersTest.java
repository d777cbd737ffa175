package dev.freshet;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Which room may know which; CONTRIBUTING.md shows the same table to people. */
@AnalyzeClasses(packages = "dev.freshet", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  private static final String ROOT = "dev.freshet.";
  private static final String[] JDK = {"java..", "javax..", "org.jspecify.annotations"};
  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String LOGGING = "org.slf4j..";
  private static final String EJML = "org.ejml..";
  private static final String STREAMS = "org.apache.kafka.streams..";
  private static final String SUN_MANAGEMENT = "com.sun.management";

  /** Serialisation, producers, consumers, administration: all but Kafka Streams. */
  private static final String CLIENTS = "org.apache.kafka.clients..";

  private static final String COMMON = "org.apache.kafka.common..";

  /** What may be imported everywhere above: libraries of commands, evaluations and the demo. */
  private static final String ANY = "..";

  /**
   * A room: other rooms that it may import, and libraries.
   *
   * @param rooms names below {@code dev.freshet}
   * @param libraries packages outside of Freshet and the JDK
   */
  private record Room(List<String> rooms, List<String> libraries) {}

  private static final Map<String, Room> ROOMS = new TreeMap<>();

  private static void room(String name, String rooms, String... libraries) {
    List<String> names = rooms.isEmpty() ? List.of() : List.of(rooms.split(" "));
    ROOMS.put(name, new Room(names, List.of(libraries)));
  }

  static {
    room("online", "", EJML);
    room("autodiff", "", EJML, "org.bytedeco..", LOGGING);
    room("train", "autodiff online", EJML, LOGGING);
    room("wire", "online", CLIENTS, COMMON, JACKSON);
    room("topics", "wire", CLIENTS, COMMON, JACKSON);
    room("stream", "online topics wire", CLIENTS, COMMON, STREAMS, "org.rocksdb..", LOGGING);
    room(
        "retrain",
        "autodiff online topics train wire",
        CLIENTS,
        COMMON,
        SUN_MANAGEMENT,
        EJML,
        LOGGING);
    room("doctor", "online topics wire", CLIENTS, COMMON, JACKSON);
    room("metrics", "wire", "io.micrometer..", "io.prometheus..", STREAMS);
    room("serve", "metrics", "com.sun.net.httpserver", JACKSON, LOGGING);
    room("config", "online retrain stream topics", CLIENTS, COMMON, STREAMS);
    room("app", "config metrics retrain serve stream wire", COMMON, STREAMS);
    room("data", "online wire", JACKSON);
    room("modelfile", "autodiff data online train wire", EJML, JACKSON);
    room(
        "offline",
        "autodiff data modelfile online train",
        EJML,
        SUN_MANAGEMENT,
        "org.knowm.xchart..",
        JACKSON);
    room("embedded", "", ANY);
    room("measure", "autodiff data doctor embedded online retrain stream topics train wire", ANY);
    room("console", "train", ANY);
    room(
        "demo",
        "app config console data embedded measure metrics online serve stream topics wire",
        ANY);
    room(
        "cli",
        "app autodiff config console data demo doctor embedded measure metrics modelfile offline"
            + " online retrain serve stream topics train wire",
        ANY);
  }

  private static String inside(String room) {
    return ROOT + room + "..";
  }

  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.freshet.(*)..").should().beFreeOfCycles();

  @ArchTest
  static void noCyclesWithinTheStream(JavaClasses classes) {
    slices().matching("dev.freshet.stream.(*)..").should().beFreeOfCycles().check(classes);
    noClasses()
        .that()
        .resideInAPackage("dev.freshet.stream.(*)..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.freshet.stream")
        .check(classes);
  }

  /** NullAway looks only at what is marked. */
  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses classes) {
    Set<String> unmarked =
        classes.stream()
            .map(JavaClass::getPackage)
            .filter(room -> !room.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), unmarked);
  }

  @ArchTest
  static void everyClassIsInARoom(JavaClasses classes) {
    String[] rooms = ROOMS.keySet().stream().map(LayersTest::inside).toArray(String[]::new);
    classes()
        .that()
        .doNotHaveSimpleName("package-info")
        .should()
        .resideInAnyPackage(rooms)
        .check(classes);
  }

  @ArchTest
  static void roomsKnowOnlyWhatTheyMay(JavaClasses classes) {
    ROOMS.forEach((name, room) -> rule(name, room).check(classes));
  }

  private static ArchRule rule(String name, Room room) {
    List<String> allowed = new ArrayList<>(List.of(JDK));
    Stream.concat(Stream.of(name), room.rooms().stream())
        .map(LayersTest::inside)
        .forEach(allowed::add);
    boolean any = room.libraries().contains(ANY);
    if (!any) {
      allowed.addAll(room.libraries());
      return classes()
          .that()
          .resideInAPackage(inside(name))
          .should()
          .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)));
    }
    String[] others =
        ROOMS.keySet().stream()
            .filter(other -> !other.equals(name) && !room.rooms().contains(other))
            .map(LayersTest::inside)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(inside(name))
        .should()
        .dependOnClassesThat(resideInAnyPackage(others))
        .allowEmptyShould(true);
  }

  @ArchTest
  static final ArchRule onlyTheCommandLineWritesToTheTerminal =
      noClasses()
          .that()
          .resideOutsideOfPackages(inside("cli"), inside("console"))
          .should(ACCESS_STANDARD_STREAMS);

  /** Rows are {@code | `room` | what it holds | `room` `room` |}. */
  @ArchTest
  static void theTableForPeopleSaysTheSame(JavaClasses classes) throws IOException {
    Map<String, String> table = new TreeMap<>();
    Pattern row = Pattern.compile("\\| `(\\w+)` \\|[^|]*\\|([^|]*)\\|");
    for (String line : Files.readAllLines(Path.of("CONTRIBUTING.md"))) {
      Matcher found = row.matcher(line);
      if (found.matches()) {
        table.put(found.group(1), found.group(2).replace("`", "").strip());
      }
    }
    Map<String, String> rules =
        ROOMS.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    e -> e.getValue().rooms().stream().sorted().collect(Collectors.joining(" ")),
                    (a, b) -> a,
                    TreeMap::new));
    assertEquals(rules, table);
  }
}
