package dev.freshet;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;

/** Which package may know which. */
@AnalyzeClasses(packages = "dev.freshet", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  private static final String[] JDK = {"java..", "javax..", "org.jspecify.annotations"};
  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String LOGGING = "org.slf4j..";

  /** Serialisation, producers, consumers, administration: all but Kafka Streams. */
  private static final String[] CLIENTS = {
    "org.apache.kafka.clients..", "org.apache.kafka.common.."
  };

  private static String freshet(String name) {
    return "dev.freshet." + name + "..";
  }

  /** Classes of the package {@code name} know only themselves, the JDK and {@code others}. */
  private static ArchRule knowsOnly(String name, String[]... others) {
    List<String> allowed = new ArrayList<>(List.of(JDK));
    allowed.add(freshet(name));
    for (String[] more : others) {
      allowed.addAll(List.of(more));
    }
    return classes()
        .that()
        .resideInAPackage(freshet(name))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)));
  }

  private static String[] and(String... packages) {
    return packages;
  }

  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.freshet.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule online = knowsOnly("online", and("org.ejml.."));

  @ArchTest
  static final ArchRule autodiff =
      knowsOnly("autodiff", and("org.ejml..", "org.bytedeco..", "dev.ludovic.netlib..", LOGGING));

  @ArchTest
  static final ArchRule train =
      knowsOnly("train", and(freshet("autodiff"), freshet("online"), "org.ejml..", LOGGING));

  @ArchTest
  static final ArchRule wire = knowsOnly("wire", CLIENTS, and(freshet("online"), JACKSON));

  @ArchTest
  static final ArchRule topics = knowsOnly("topics", CLIENTS, and(freshet("wire"), JACKSON));

  @ArchTest
  static final ArchRule stream =
      knowsOnly(
          "stream",
          CLIENTS,
          and(
              freshet("online"),
              freshet("wire"), freshet("topics"),
              "org.apache.kafka.streams..",
              "org.rocksdb..",
              LOGGING));

  @ArchTest
  static final ArchRule doctor =
      knowsOnly("doctor", CLIENTS, and(freshet("online"), freshet("wire"), freshet("topics"), JACKSON));

  @ArchTest
  static final ArchRule retrain =
      knowsOnly(
          "retrain",
          CLIENTS,
          and(
              freshet("online"),
              freshet("wire"), freshet("topics"),
              freshet("train"),
              freshet("autodiff"),
              "com.sun.management",
              "org.ejml..",
              LOGGING));

  @ArchTest
  static final ArchRule data = knowsOnly("data", and(freshet("online"), freshet("wire"), freshet("topics"), JACKSON));

  @ArchTest
  static final ArchRule experiment =
      knowsOnly(
          "experiment",
          and(
              freshet("train"),
              freshet("autodiff"),
              freshet("data"),
              freshet("wire"), freshet("topics"),
              freshet("online"),
              "com.sun.management",
              "org.ejml..",
              "org.knowm.xchart..",
              JACKSON));

  @ArchTest
  static final ArchRule embedded =
      noClasses()
          .that()
          .resideInAPackage(freshet("embedded"))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.freshet..").and(resideOutsideOfPackage(freshet("embedded"))));

  @ArchTest
  static final ArchRule metrics =
      classes()
          .that()
          .resideInAPackage(freshet("metrics"))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "java..",
                      "org.jspecify.annotations",
                      freshet("metrics"),
                      "io.micrometer..",
                      "io.prometheus..")
                  .or(belongToAnyOf(KafkaStreams.class)));

  @ArchTest
  static final ArchRule serve =
      knowsOnly("serve", and(freshet("metrics"), "com.sun.net.httpserver", JACKSON, LOGGING));

  @ArchTest
  static final ArchRule nobodyKnowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage(freshet("cli"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(freshet("cli"));

  @ArchTest
  static final ArchRule onlyTheCommandLineWritesToTheTerminal =
      noClasses().that().resideOutsideOfPackage(freshet("cli")).should(ACCESS_STANDARD_STREAMS);
}
