package dev.freshet.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports of the loopback interface. */
final class LoopbackPorts {

  /** The one address the broker listens on. */
  static final String HOST = "127.0.0.1";

  // Below the range from which operating systems number outgoing connections: a port chosen here is
  // still free when a stopped broker wants it back.
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;

  private LoopbackPorts() {}

  /** A port that nobody listens on at the moment of the call. */
  static int free() {
    for (int attempt = 0; attempt < 1_000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new BrokerStartException(
        "no free port between " + FIRST + " and " + LAST + " on " + HOST + ": stop other servers");
  }

  /** Whether a server could listen on {@code port} now. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 1);
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }
}
