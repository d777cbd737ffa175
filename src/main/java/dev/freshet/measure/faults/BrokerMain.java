package dev.freshet.measure.faults;

import dev.freshet.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The embedded broker as a process; it stops in good order when its standard input ends. */
public final class BrokerMain {

  private BrokerMain() {}

  /**
   * Runs it.
   *
   * @param args directory, port, and property=value for each property that is replaced
   */
  public static void main(String[] args) throws IOException {
    EmbeddedBroker.Settings settings =
        EmbeddedBroker.Settings.temporary()
            .withDirectory(Path.of(args[0]))
            .withPort(Integer.parseInt(args[1]));
    for (int i = 2; i < args.length; i++) {
      String[] pair = args[i].split("=", 2);
      settings = settings.with(pair[0], pair[1]);
    }
    try (EmbeddedBroker running = EmbeddedBroker.start(settings)) {
      System.in.transferTo(OutputStream.nullOutputStream());
      running.stop();
    }
    System.exit(0); // Threads of the server's that a failed stop leaves would keep the process.
  }
}
