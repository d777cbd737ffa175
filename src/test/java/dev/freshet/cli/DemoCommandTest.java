package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.demo.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoCommandTest {

  private static CommandRun demo(String args) {
    return CommandRun.of(new DemoCommand(), ("demo " + args).split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--ratings no/such/file --port 0 --broker-port 0 | 1 | no/such/file: no such file or directory",
        "--download nonsense --port 0 --broker-port 0    | 1 | no data set 'nonsense' to download",
        "--ratings a --download b                        | 2 | mutually exclusive",
        "--rate 0                                        | 2 | 0 is not a number above 0, and not max",
        "--for soon                                      | 2 | not a duration such as 50ms",
        "--port 0 --set lists.size=0                     | 2 | lists.size = 0",
      })
  void whatCannotBeShownIsSaidBeforeAnythingStarts(String args, int exitCode, String problem) {
    CommandRun run = demo(args);
    assertEquals(exitCode, run.exitCode(), run.err());
    assertTrue(run.err().contains(problem), run.err());
    assertEquals("", run.out());
  }

  @Test
  void aPortThatWasAskedForAndIsTakenIsAnError() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertEquals(
          new CommandRun(
              1, "", "freshet: port " + port + " is in use; choose another with --port\n"),
          demo("--port " + port));
      assertEquals(
          new CommandRun(
              1, "", "freshet: port " + port + " is in use; choose another with --broker-port\n"),
          demo("--port 0 --broker-port " + port));
    }
  }

  @Test
  void theUsualPortGivesWayToAFreeOne() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(0, FreePort.choose(null, taken.getLocalPort(), "--port"));
    }
  }
}
