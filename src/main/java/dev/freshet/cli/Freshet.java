package dev.freshet.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code freshet} command. */
@Command(name = "freshet", mixinStandardHelpOptions = true)
public final class Freshet implements Runnable {

  private Freshet() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Freshet()).execute(args));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
