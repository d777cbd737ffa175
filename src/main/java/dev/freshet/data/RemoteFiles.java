package dev.freshet.data;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gets files over HTTP, through the JVM's proxy settings. */
final class RemoteFiles {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration FIRST_BYTE = Duration.ofSeconds(30);
  private static final int OK = 200;

  private final Duration wholeTransfer;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .proxy(ProxySelector.getDefault())
          .build();

  /** Transfers that take longer than {@code wholeTransfer} fail. */
  RemoteFiles(Duration wholeTransfer) {
    this.wholeTransfer = wholeTransfer;
  }

  /**
   * Saves what {@code uri} sends.
   *
   * @throws DownloadException if it cannot be reached, breaks off, or answers anything but 200
   */
  void save(URI uri, Path file) {
    try {
      int status = get(uri, BodyHandlers.ofFile(file)).statusCode();
      if (status != OK) {
        throw new DownloadException(uri + " answered with status " + status + "; try later", null);
      }
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new DownloadException(
          "cannot fetch "
              + uri
              + " ("
              + reason.lines().findFirst().orElse("")
              + "): are you online? Else unpack the zip yourself and name its folder",
          e);
    }
  }

  /** The text at {@code uri}, or nothing if it cannot be had. */
  Optional<String> text(URI uri) {
    try {
      HttpResponse<String> answer = get(uri, BodyHandlers.ofString());
      return answer.statusCode() == OK ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // The caller says that there was none.
    }
  }

  private <T> HttpResponse<T> get(URI uri, BodyHandler<T> handler) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(FIRST_BYTE).build();
    CompletableFuture<HttpResponse<T>> transfer = http.sendAsync(request, handler);
    try {
      return transfer.get(wholeTransfer.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("not done after " + wholeTransfer.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      transfer.cancel(true);
    }
  }
}
