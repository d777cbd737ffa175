package dev.freshet.cli;

import dev.freshet.console.ExitCodes;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Freshet's command line in a process that another one watches over: it ends at once when its
 * standard input does, so that it never outlives who started it.
 */
public final class SupervisedFreshet {

  private SupervisedFreshet() {}

  /** Runs the command line. */
  public static void main(String[] args) {
    Thread watch = new Thread(SupervisedFreshet::endWithInput, "freshet-supervised");
    watch.setDaemon(true);
    watch.start();
    Freshet.main(args);
  }

  private static void endWithInput() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      // So is who wrote to it.
    }
    Runtime.getRuntime().halt(ExitCodes.FAILED);
  }
}
