package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.UserError;
import java.net.BindException;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;

class FreshetTest {

  /** A command that does what the test says. */
  @Command(name = "probe")
  private static final class Probe implements Callable<Integer> {
    @Mixin private ConnectionOptions connection = new ConnectionOptions();
    private final Body body;

    private interface Body {
      int run(ConnectionOptions connection) throws Exception;
    }

    Probe(Body body) {
      this.body = body;
    }

    @Override
    public Integer call() throws Exception {
      return body.run(connection);
    }
  }

  private static Logger kafkaLogger() {
    return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("org.apache.kafka");
  }

  @AfterEach
  void quietAgain() {
    kafkaLogger().setLevel(Level.WARN);
  }

  private static CommandRun probe(Callable<Integer> body, String... args) {
    return CommandRun.of(new Probe(connection -> body.call()), args);
  }

  /** What stands beside a command in a list of commands is its first line. */
  @Test
  void whatALauncherListsOfEachCommandIsAWholeSentence() {
    everyCommand(Freshet.commandLine())
        .forEach(
            command -> {
              String[] description = command.getCommandSpec().usageMessage().description();
              assertTrue(description[0].endsWith("."), String.join(" ", description));
            });
  }

  private static Stream<CommandLine> everyCommand(CommandLine of) {
    return Stream.concat(
        Stream.of(of),
        of.getSubcommands().values().stream()
            .filter(command -> !(command.getCommand() instanceof HelpCommand))
            .flatMap(FreshetTest::everyCommand));
  }

  static Stream<CommandLine> commands() {
    return Freshet.commandLine().getSubcommands().values().stream()
        .filter(command -> !(command.getCommand() instanceof HelpCommand));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasADescriptionExamplesAndExitCodesInItsHelp(CommandLine command) {
    String help = command.getUsageMessage();
    String name = command.getCommandName();
    assertFalse(
        command.getCommandSpec().usageMessage().description()[0].contains("recommender that"),
        name + " needs a description of its own");
    assertTrue(help.contains("Usage: freshet " + name), help);
    assertTrue(help.contains("\n  freshet " + name), help + "\nhas no example");
    assertTrue(help.contains("--help") && help.contains("--debug"), help);
    assertTrue(help.contains("Exit codes:"), help);
  }

  @Test
  void helpIsPrintedToStandardOutputAndIsNoFailure() {
    CommandRun run = probe(() -> 0, "--help");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("Usage: freshet"), run.out());
    assertEquals("", run.err());
  }

  @Test
  void theVersionNamesFreshetKafkaAndJava() {
    CommandRun run = probe(() -> 0, "--version");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().matches("(?s)freshet .+Kafka client 4.+, Java .+"), run.out());
  }

  @Test
  void theExitCodeIsThatOfTheCommand() {
    assertEquals(130, probe(() -> 130, "probe").exitCode());
  }

  @Test
  void noCommandIsAWrongCommandLine() {
    CommandRun run = probe(() -> 0);
    assertEquals(ExitCodes.USAGE, run.exitCode());
    assertEquals("freshet: say which command; `freshet --help` lists them\n", run.err());
  }

  @Test
  void aSlipInACommandIsAnsweredWithWhatWasProbablyMeant() {
    CommandRun run = probe(() -> 0, "prob");
    assertEquals(ExitCodes.USAGE, run.exitCode());
    assertTrue(run.err().contains("Did you mean: freshet probe"), run.err());
  }

  @Test
  void aWrongOptionPointsToTheHelpOfTheCommand() {
    CommandRun run = probe(() -> 0, "probe", "--nonsense");
    assertEquals(ExitCodes.USAGE, run.exitCode());
    assertTrue(run.err().startsWith("freshet: Unknown option: '--nonsense'"), run.err());
    assertTrue(run.err().contains("see freshet probe --help"), run.err());
  }

  @Test
  void anErrorThatAPersonCanPutRightIsOneLine() {
    CommandRun run =
        probe(
            () -> {
              throw new UserError("the bucket is full; empty it");
            },
            "probe");
    assertEquals(new CommandRun(1, "", "freshet: the bucket is full; empty it\n"), run);
  }

  @Test
  void aKnownFailureIsOneLineEvenDeepInside() {
    CommandRun run =
        probe(
            () -> {
              throw new IllegalStateException("outer", new BindException("Address in use"));
            },
            "probe");
    assertEquals(
        new CommandRun(
            1, "", "freshet: cannot listen on the port: Address in use; choose another\n"),
        run);
  }

  @Test
  void wrongSettingsAreOneLineEachAndAWrongCommandLine() {
    Probe probe = new Probe(connection -> connection.config().streams().partitions());
    CommandRun run = CommandRun.of(probe, "probe", "-b", "here", "--set", "partitions=0");
    assertEquals(ExitCodes.USAGE, run.exitCode());
    assertEquals(3, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("freshet: 2 settings are wrong:"), run.err());
  }

  @Test
  void noWrongCommandLineIsAnsweredWithAPassword() {
    Probe probe = new Probe(connection -> connection.config().streams().partitions());
    String jaas = "kafka.sasl.jaas.config=x.LoginModule required password=";
    for (String[] line :
        new String[][] {
          {"probe", "-b", "b:9", "--set", jaas + "\"s3cret;"},
          {"probe", "-b", "b:9", "--set", jaas + "'s3cret\";"},
          {"probe", "-b", "b:9", "--sett", jaas + "\"s3cret\";"},
          {"probe", "-b", "b:9", "--sett=" + jaas + "\"s3cret\";"},
          {"probe", "-b", "b:9", "--set", "kafka.sasl.jaas.config=x", "password=\"s3cret\";"},
          {"probe", "-b", "b:9", "--set", "kafka.sasl.jaas.config=x", "password=\"a,b s3cret\";"},
          {"probe", "-b", "b:9", "--set", "kafka.sasl.jaas.config=x", "password=it's s3cret"},
          {"probe", "-b", "b:9", "--set", "kafka.basic.auth.user.info=me:s3cret", "--nothing"}
        }) {
      CommandRun run = CommandRun.of(probe, line);
      assertFalse((run.out() + run.err()).contains("s3cret"), run.err());
    }
  }

  @Test
  void anUnexpectedFailureIsShownWithoutStackTraceButSaysHowToSeeIt() {
    CommandRun run =
        probe(
            () -> {
              throw new IllegalStateException("a bug");
            },
            "probe");
    assertEquals(ExitCodes.FAILED, run.exitCode());
    assertEquals(
        """
        freshet: unexpected failure: java.lang.IllegalStateException: a bug
        freshet: run the same with --debug for the stack trace
        """,
        run.err());
  }

  @Test
  void verboseLetsKafkaSayWhatItDoes() {
    assertFalse(kafkaLogger().isInfoEnabled());
    probe(() -> 0, "probe", "--verbose");
    assertTrue(kafkaLogger().isInfoEnabled());
  }

  @Test
  void debugShowsTheStackTraceBeforeOrAfterTheCommand() {
    Callable<Integer> bug =
        () -> {
          throw new IllegalStateException("a bug");
        };
    assertTrue(probe(bug, "probe", "--debug").err().contains("\tat dev.freshet.cli."));
    assertTrue(probe(bug, "--debug", "probe").err().contains("\tat dev.freshet.cli."));
  }
}
