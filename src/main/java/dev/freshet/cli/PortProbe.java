package dev.freshet.cli;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** What listens at a port, told by trying to speak TLS with it; nothing is sent but a greeting. */
final class PortProbe {

  private static final int WITHIN_MILLIS = 2_000;

  /** How a port answers a greeting of TLS. */
  enum Answer {
    /** The name cannot be resolved. */
    UNKNOWN_HOST,
    /** Nobody takes the connection, or keeps it: a proxy may have nothing behind it. */
    CLOSED,
    /** In TLS, be it with a refusal. */
    TLS,
    /** In something else, or by hanging up on TLS alone. */
    PLAIN,
    /** Not at all. */
    SILENT
  }

  private PortProbe() {}

  /** Tries it, for seconds at most. */
  static Answer ask(String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      return Answer.UNKNOWN_HOST;
    }
    try (Socket socket = connect(address)) {
      return greet(socket, host, port);
    } catch (SocketTimeoutException e) {
      return Answer.SILENT;
    } catch (IOException e) {
      return Answer.CLOSED;
    }
  }

  private static Socket connect(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address, WITHIN_MILLIS);
      socket.setSoTimeout(WITHIN_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Whether it waits to be spoken to, where nothing is said. */
  private static boolean isListening(InetSocketAddress address) {
    try (Socket socket = connect(address)) {
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Answer greet(Socket socket, String host, int port) {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (SSLSocket tls = (SSLSocket) factory.createSocket(socket, host, port, true)) {
      tls.startHandshake();
      return Answer.TLS;
    } catch (SocketTimeoutException e) {
      return Answer.SILENT;
    } catch (SSLException e) {
      boolean isHungUp =
          e.getCause() instanceof EOFException || e.getCause() instanceof SocketException;
      boolean isOther = String.valueOf(e.getMessage()).contains("unrecognized SSL message");
      if (isHungUp) {
        return hungUp(host, port);
      }
      return isOther ? Answer.PLAIN : Answer.TLS;
    } catch (IOException e) {
      return hungUp(host, port);
    }
  }

  private static Answer hungUp(String host, int port) {
    return isListening(new InetSocketAddress(host, port)) ? Answer.PLAIN : Answer.CLOSED;
  }
}
