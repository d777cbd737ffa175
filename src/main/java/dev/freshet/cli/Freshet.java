package dev.freshet.cli;

import dev.freshet.config.Quantities;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.LogLevels;
import dev.freshet.console.UserError;
import dev.freshet.topics.KafkaSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code freshet} command. */
@Command(
    name = "freshet",
    description = "A recommender that learns from ratings in Kafka as they arrive.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    usageHelpAutoWidth = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed: a broker, a file, a port; the message says what to do",
      "2:wrong command line or wrong settings",
      "130:stopped with Ctrl-C"
    },
    footer = "%n`freshet COMMAND --help` explains a command, with examples.")
public final class Freshet implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log what happens inside, Kafka's clients included.")
  private boolean verbose;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Log what happens inside, and print a stack trace with every failure.")
  private boolean debug;

  private Freshet() {}

  /** Every command; the order is that of {@code --help}. */
  private static List<Object> commands() {
    KafkaAccess kafka = new ClusterAccess();
    return List.of(
        new DemoCommand(),
        new RunCommand(),
        new ReplayCommand(kafka),
        new RateCommand(kafka),
        new WatchCommand(kafka),
        new TopicsCommand(),
        new DoctorCommand(kafka),
        new RetrainCommand(kafka),
        new CheckpointsCommand(kafka),
        new RollbackCommand(kafka),
        new ExportCommand(kafka),
        new ImportCommand(kafka),
        new GenerateCommand(),
        new EvaluateCommand(),
        new TrainCommand(),
        new SimilarCommand(),
        new PredictCommand(),
        new ReproduceCommand(),
        new BenchCommand(),
        new SettingsCommand());
  }

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine(commands()).execute(args));
  }

  /** The whole command line, with its commands as in {@link #main}. */
  static CommandLine commandLine() {
    return commandLine(commands());
  }

  /** The command line over the given commands. */
  static CommandLine commandLine(List<Object> commands) {
    Freshet top = new Freshet();
    CommandLine line = new CommandLine(top);
    commands.forEach(line::addSubcommand);
    line.addSubcommand(new HelpCommand());
    line.registerConverter(Duration.class, Freshet::duration);
    line.registerConverter(Float.class, Freshet::number);
    line.setOut(utf8(FileDescriptor.out));
    line.setErr(utf8(FileDescriptor.err));
    line.setExecutionStrategy(top::execute);
    line.setParameterExceptionHandler(Freshet::wrongCommandLine);
    line.setExecutionExceptionHandler(top::failed);
    return line;
  }

  /** Reached when no command was named. */
  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "say which command; `freshet --help` lists them");
    }
  }

  private int execute(ParseResult parsed) {
    if (verbose || debug) {
      LogLevels.verbose();
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private int failed(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    UserError known = explain(failure, kafka(command)).orElse(null);
    if (debug) {
      failure.printStackTrace(err);
    }
    if (known != null) {
      err.println("freshet: " + known.getMessage());
      return known.exitCode();
    }
    err.println("freshet: unexpected failure: " + failure);
    if (!debug) {
      err.println("freshet: run the same with --debug for the stack trace");
    }
    return ExitCodes.FAILED;
  }

  private static Optional<UserError> explain(Exception failure, @Nullable KafkaSettings kafka) {
    return kafka == null
        ? Failures.explain(failure, (String) null)
        : Failures.explain(failure, kafka);
  }

  private static @Nullable KafkaSettings kafka(CommandLine command) {
    return command.getMixins().values().stream()
        .filter(ConnectionOptions.class::isInstance)
        .flatMap(mixin -> Stream.ofNullable(((ConnectionOptions) mixin).kafka()))
        .findFirst()
        .orElse(null);
  }

  private static int wrongCommandLine(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("freshet: " + HiddenSecrets.in(String.valueOf(e.getMessage()), args));
    UnmatchedArgumentException.printSuggestions(e, err);
    if (!(command.getCommand() instanceof Freshet)) {
      err.println("freshet: see " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCodes.USAGE;
  }

  private static Duration duration(String text) {
    try {
      return Quantities.duration(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  private static Float number(String text) {
    try {
      return Float.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(text + " is not a number");
    }
  }

  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
