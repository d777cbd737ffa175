package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code freshet}, with a Maven and a Java that only write down what they are asked. */
@Timeout(60)
class LauncherTest {
  private final Path project;
  private final Path bin;
  private final Path jar;
  private final Path built;

  LauncherTest(@TempDir Path directory) {
    project = directory.resolve("my project");
    bin = directory.resolve("bin");
    jar = project.resolve("target").resolve("freshet.jar");
    built = directory.resolve("built");
  }

  @BeforeEach
  void project() throws IOException {
    Files.createDirectories(project.resolve("src/main"));
    Files.createDirectories(project.resolve("topology"));
    Files.createDirectories(bin);
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    Files.writeString(project.resolve("src/main/Code.java"), "");
    script(project.resolve("freshet"), Files.readString(Path.of("freshet")));
    java("17.0.15");
    script(bin.resolve("javac"), "#!/bin/sh\n");
    maven("");
    Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
    for (String name : List.of("pom.xml", "src/main", "src/main/Code.java", "topology")) {
      Files.setLastModifiedTime(project.resolve(name), FileTime.from(longAgo));
    }
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void java(String version) throws IOException {
    script(
        bin.resolve("java"),
        """
        #!/bin/bash
        if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-04-15' >&2; exit; fi
        if [ "$1" = --list-modules ]; then cat "${0%%/*}/modules"; exit; fi
        echo "pid $$" >&2
        printf '<%%s>' "$@"
        """
            .formatted(version));
  }

  private void maven(String doing) throws IOException {
    script(
        bin.resolve("mvn"),
        """
        #!/bin/bash
        echo "in $PWD" >> '%s'
        %s
        touch target/freshet.jar
        """
            .formatted(built, doing));
  }

  private ProcessBuilder launcher(Path script, String... args) {
    List<String> line = new ArrayList<>(List.of(script.toString()));
    line.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(line).directory(bin.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("FRESHET_") || name.equals("JAVA_HOME"));
    environment.put("PATH", bin + ":" + environment.get("PATH"));
    return builder;
  }

  private static CommandRun run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    String out = text(process.getInputStream().readAllBytes());
    String err = text(process.getErrorStream().readAllBytes());
    return new CommandRun(process.waitFor(), out, err);
  }

  private CommandRun run(String... args) throws IOException, InterruptedException {
    return run(launcher(project.resolve("freshet"), args));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Java's arguments for the program, with the libraries that production does without. */
  private static String program(Path jar) {
    Path extra = jar.resolveSibling("lib-extra").resolve("*");
    return "<-cp><" + jar + ":" + extra + "><dev.freshet.cli.Freshet>";
  }

  private long builds() throws IOException {
    return Files.exists(built) ? Files.readAllLines(built).size() : 0;
  }

  @Test
  void theFirstUseBuildsInTheProjectAndSaysSo() throws Exception {
    CommandRun run = run("rate", "a user", "*");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.err().startsWith("freshet: building"), run.err());
    assertEquals(List.of("in " + project), Files.readAllLines(built));
    assertTrue(run.out().endsWith(program(jar) + "<rate><a user><*>"), run.out());
  }

  @Test
  void theSecondUseDoesNotBuild() throws Exception {
    run();
    CommandRun run = run();
    assertEquals(1, builds());
    assertTrue(run.err().startsWith("pid "), run.err());
  }

  @Test
  void sourcesThatAreNewerAreBuilt() throws Exception {
    run();
    for (String name : List.of("pom.xml", "topology", "src/main/Code.java")) {
      long before = builds();
      Files.setLastModifiedTime(
          project.resolve(name), FileTime.from(Instant.now().plusSeconds(3600)));
      run();
      assertEquals(before + 1, builds(), name);
      Files.setLastModifiedTime(project.resolve(name), FileTime.fromMillis(0));
    }
  }

  @Test
  void itWorksThroughLinksAndFromAnyDirectory() throws Exception {
    Path first = Files.createSymbolicLink(bin.resolve("first"), project.resolve("freshet"));
    Path second = Files.createSymbolicLink(bin.resolve("second"), first.getFileName());
    CommandRun run = run(launcher(second, "watch"));
    assertTrue(run.out().endsWith(program(jar) + "<watch>"), run.out() + run.err());
  }

  @Test
  void javaTakesThePlaceOfTheScriptSoThatSignalsReachIt() throws Exception {
    run();
    Process process = launcher(project.resolve("freshet")).start();
    String err = text(process.getErrorStream().readAllBytes());
    assertEquals("pid " + process.pid() + "\n", err);
  }

  @Test
  void twoFirstUsesBuildOnce() throws Exception {
    Path gate = bin.resolve("gate");
    assertEquals(0, new ProcessBuilder("mkfifo", gate.toString()).start().waitFor());
    maven("read -r _ < '" + gate + "'");
    Process first = launcher(project.resolve("freshet")).start();
    try (BufferedReader firstSays = first.errorReader()) {
      assertEquals("freshet: building (needed once, and after changes)", firstSays.readLine());
      Process second = launcher(project.resolve("freshet")).start();
      try (BufferedReader secondSays = second.errorReader()) {
        assertEquals("freshet: waiting for another build", secondSays.readLine());
        Files.writeString(gate, "go\n");
        assertEquals(0, first.waitFor());
        assertEquals(0, second.waitFor());
      }
    }
    assertEquals(1, builds());
  }

  @Test
  void aFailedBuildIsAFailureAndIsTriedAgain() throws Exception {
    maven("exit 3");
    CommandRun run = run();
    assertEquals(1, run.exitCode());
    assertTrue(run.err().endsWith("freshet: the build failed\n"), run.err());
    run();
    assertEquals(2, builds());
  }

  @Test
  void anOldJavaIsNamed() throws Exception {
    java("11.0.2");
    CommandRun run = run();
    assertEquals(new CommandRun(1, "", "freshet: Java 17 or newer is needed, java is 11\n"), run);
  }

  @Test
  void aReadyJarIsRunWithoutMaven() throws Exception {
    Path home = Files.createDirectories(bin.resolve("home"));
    Files.writeString(home.resolve("freshet.jar"), "");
    ProcessBuilder builder = launcher(project.resolve("freshet"), "run");
    builder.environment().put("FRESHET_HOME", home.toString());
    CommandRun run = run(builder);
    assertTrue(run.out().endsWith(program(home.resolve("freshet.jar")) + "<run>"), run.out());
    assertEquals(0, builds());
  }

  @Test
  void theHeapIsBoundedUnlessOptionsSayOtherwise() throws Exception {
    assertTrue(run().out().contains("<-Xmx1g><-XX:+UseG1GC><-cp>"), run().out());
    ProcessBuilder builder = launcher(project.resolve("freshet"));
    builder.environment().put("FRESHET_JAVA_OPTS", "-Xmx2g -XX:+UseParallelGC");
    String out = run(builder).out();
    assertTrue(out.contains("TrapLimit=0><-Xmx2g><-XX:+UseParallelGC><-cp>"), out);
  }

  @Test
  void theCompilerKeepsBranchesThatAreNotTakenUntilAGenerationComes() throws Exception {
    String out = run().out();
    String kept = "<-XX:PerMethodTrapLimit=0><-XX:PerBytecodeTrapLimit=0>";
    assertTrue(out.startsWith("<-XX:+ExitOnOutOfMemoryError>" + kept), out);
  }
}
