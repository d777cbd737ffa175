package dev.freshet.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** What a command printed and ended with. */
record CommandRun(int exitCode, String out, String err) {

  /** Runs a command line over the one given command. */
  static CommandRun of(Object command, String... args) {
    CommandLine line = Freshet.commandLine(List.of(command));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int exitCode = line.execute(args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }
}
