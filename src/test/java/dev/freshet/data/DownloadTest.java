package dev.freshet.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching a set from a server on the loopback; the set is invented. */
class DownloadTest {
  private static final String README =
      """
      Summary
      =======
      About the set.

      Usage License
      =============
      Be kind.

      Citation
      ========
      Cite it.
      """;

  private final Path cache;
  private final HttpServer server;
  private final Map<String, byte[]> published = new HashMap<>();
  private final List<String> requested = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final Download download;
  private int missingBytes;

  DownloadTest(@TempDir Path parent) throws IOException {
    cache = parent.resolve("cache/freshet");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/sets/",
        exchange -> {
          String file = exchange.getRequestURI().getPath().substring("/sets/".length());
          requested.add(file);
          byte[] body = published.get(file);
          if (body == null) {
            exchange.sendResponseHeaders(404, -1);
          } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body, 0, body.length - missingBytes);
          }
          exchange.close();
        });
    server.start();
    download = new Download(base(server.getAddress().getPort()), cache, said::add);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aSetIsFetchedOnceVerifiedAndItsTermsShown() throws IOException {
    byte[] zip = zip(set());
    published.put("ml-latest-small.zip", zip);
    published.put("ml-latest-small.zip.md5", ("MD5 (x.zip) = " + md5(zip)).getBytes(UTF_8));

    Path folder = download.fetch(PublishedSet.ML_LATEST_SMALL);

    assertEquals(90_000, RatingFiles.open(folder).ratings().size());
    assertTrue(said.contains("verified: 90000 ratings of 2 movies"), said.toString());
    int heading = said.indexOf("Usage License");
    assertEquals(
        List.of("Usage License", "=============", "Be kind."), said.subList(heading, heading + 3));
    assertFalse(said.contains("Cite it."), said.toString());
    assertEquals(List.of("ml-latest-small"), inCache());

    said.clear();
    assertEquals(folder, download.fetch(PublishedSet.ML_LATEST_SMALL));
    assertEquals(List.of("ml-latest-small.zip", "ml-latest-small.zip.md5"), requested);
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).contains(folder.resolve("README.txt").toString()), said.toString());
  }

  @Test
  void withoutPublishedChecksumTheContentIsVerified() throws IOException {
    published.put("ml-latest-small.zip", zip(set()));
    download.fetch(PublishedSet.ML_LATEST_SMALL);
    assertTrue(said.toString().contains("no checksum is published"), said.toString());
  }

  @Test
  void anotherChecksumIsRefused() throws IOException {
    published.put("ml-latest-small.zip", zip(set()));
    published.put("ml-latest-small.zip.md5", "0123456789abcdef0123456789ABCDEF".getBytes(UTF_8));
    assertFails("published 0123456789abcdef0123456789abcdef");
  }

  @Test
  void aTransferThatBreaksOffIsRefused() throws IOException {
    published.put("ml-latest-small.zip", zip(set()));
    missingBytes = 1000;
    assertFails("cannot fetch");
  }

  @Test
  void aZipThatWasCutIsRefused() throws IOException {
    byte[] zip = zip(set());
    published.put("ml-latest-small.zip", Arrays.copyOf(zip, zip.length / 2));
    assertFails("damaged or not ml-latest-small");
  }

  @Test
  void aZipWithAFlippedBitIsRefused() throws IOException {
    byte[] zip = zip(set());
    zip[zip.length / 2] ^= 1;
    published.put("ml-latest-small.zip", zip);
    assertFails("damaged or not ml-latest-small");
  }

  @Test
  void anErrorPageIsRefused() {
    published.put("ml-latest-small.zip", "<html>sign in</html>".getBytes(UTF_8));
    assertFails("damaged or not ml-latest-small");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Map<String, String> set = set();
    set.remove("ml-latest-small/movies.csv");
    published.put("ml-latest-small.zip", zip(set));
    assertFails("it has no movies.csv");
  }

  @Test
  void tooFewRatingsAreRefused() throws IOException {
    Map<String, String> set = set();
    set.put("ml-latest-small/ratings.csv", "userId,movieId,rating,timestamp\n1,1,4.0,1000000000\n");
    published.put("ml-latest-small.zip", zip(set));
    assertFails("it has only 1 ratings");
  }

  @Test
  void aBadLineIsNamed() throws IOException {
    Map<String, String> set = set();
    set.put(
        "ml-latest-small/ratings.csv", "userId,movieId,rating,timestamp\n1,1,four,1000000000\n");
    published.put("ml-latest-small.zip", zip(set));
    assertFails("line 2: rating 'four' is not a number");
  }

  @Test
  void anEntryThatLeadsOutsideIsRefused() throws IOException {
    Map<String, String> set = set();
    set.put("ml-latest-small/../../../../escaped.txt", "gotcha");
    published.put("ml-latest-small.zip", zip(set));
    assertFails("an entry leads outside");
    assertTrue(Files.notExists(cache.resolveSibling("escaped.txt")));
  }

  @Test
  void aServerWithoutTheSetIsNamed() {
    assertFails("answered with status 404");
  }

  @Test
  void offlineItSaysSoInOneLine() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Download offline = new Download(base(closed), cache, said::add);
    assertFails(offline, "are you online?");
  }

  @Test
  void unknownNamesAreAnsweredWithTheKnown() {
    DownloadException e = assertThrows(DownloadException.class, () -> PublishedSet.of("ml-9"));
    assertEquals(
        "no data set 'ml-9' to download; there are ml-latest-small, ml-100k, ml-1m",
        e.getMessage());
    assertEquals(PublishedSet.ML_1M, PublishedSet.of("ml-1m"));
  }

  @Test
  void theCacheIsWhereTheUserWantsIt() {
    Path home = Path.of("/home/ada");
    assertEquals(Path.of("/home/ada/.cache/freshet"), Download.cacheFolder(Map.of(), home));
    assertEquals(
        Path.of("/tmp/c/freshet"), Download.cacheFolder(Map.of("XDG_CACHE_HOME", "/tmp/c"), home));
    assertEquals(
        Path.of("/home/ada/.cache/freshet"),
        Download.cacheFolder(Map.of("XDG_CACHE_HOME", "relative"), home));
  }

  private void assertFails(String message) {
    assertFails(download, message);
  }

  private void assertFails(Download failing, String message) {
    DownloadException e =
        assertThrows(DownloadException.class, () -> failing.fetch(PublishedSet.ML_LATEST_SMALL));
    String text = String.valueOf(e.getMessage());
    assertTrue(text.contains(message), text);
    assertEquals(1, text.lines().count(), text);
    assertEquals(List.of(), inCache(), "nothing stays behind");
  }

  private List<String> inCache() {
    try (Stream<Path> entries = Files.list(cache)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI base(int port) {
    return URI.create(
        "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port + "/sets/");
  }

  private static Map<String, String> set() {
    StringBuilder ratings = new StringBuilder("userId,movieId,rating,timestamp\n");
    for (int i = 0; i < 90_000; i++) {
      ratings.append(i / 2).append(i % 2 == 0 ? ",1,4.5," : ",2,0.5,").append(1_000_000_000 + i);
      ratings.append('\n');
    }
    Map<String, String> set = new LinkedHashMap<>();
    set.put("ml-latest-small/README.txt", README);
    set.put("ml-latest-small/ratings.csv", ratings.toString());
    set.put("ml-latest-small/movies.csv", "movieId,title,genres\n1,A (1999),X\n2,B (2001),Y\n");
    return set;
  }

  private static byte[] zip(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
