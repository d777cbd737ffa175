package dev.freshet.demo;

import dev.freshet.console.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** Chooses ports for people who did not choose one. */
public final class FreePort {

  private FreePort() {}

  /**
   * A port to listen on at the loopback interface.
   *
   * @param given what was asked for with {@code option}, null for nothing
   * @param usual what is taken then, if it is free
   * @return the port; 0, for any that is free, if the usual one is taken
   * @throws UserError if the given one is taken
   */
  public static int choose(@Nullable Integer given, int usual, String option) {
    if (given == null) {
      return isFree(usual) ? usual : 0;
    }
    if (given != 0 && !isFree(given)) {
      throw new UserError("port " + given + " is in use; choose another with " + option);
    }
    return given;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // As servers do: a connection that just ended is no obstacle.
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }
}
