package dev.freshet.data;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Fetches a published set into a cache: downloads, verifies, shows the terms of use. A set is in
 * the cache whole or not at all.
 */
public final class Download {
  /** Where GroupLens publishes MovieLens. */
  public static final URI GROUPLENS = URI.create("https://files.grouplens.org/datasets/movielens/");

  private static final Duration WHOLE_TRANSFER = Duration.ofMinutes(10);
  private static final Pattern MD5 = Pattern.compile("\\b[0-9a-fA-F]{32}\\b");

  private final URI base;
  private final Path cache;
  private final Consumer<String> out;
  private final RemoteFiles remote = new RemoteFiles(WHOLE_TRANSFER);

  /**
   * A source of published sets; nothing is downloaded yet.
   *
   * @param base where the zips are, ending in a slash; usually {@link #GROUPLENS}
   * @param cache folder to keep sets in, created when needed; see {@link #cacheFolder}
   * @param out takes the lines that people should see
   */
  public Download(URI base, Path cache, Consumer<String> out) {
    this.base = base;
    this.cache = cache;
    this.out = out;
  }

  /**
   * The folder to keep sets in: {@code freshet} in {@code $XDG_CACHE_HOME}, where that is an
   * absolute path (as the XDG Base Directory Specification demands), or else in {@code ~/.cache}.
   *
   * @param environment usually {@link System#getenv()}
   * @param home the user's home directory
   */
  public static Path cacheFolder(Map<String, String> environment, Path home) {
    Path set = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    return (set.isAbsolute() ? set : home.resolve(".cache")).resolve("freshet");
  }

  /**
   * The folder of a set, for {@link RatingFiles#open}; fetched unless it is in the cache. Its terms
   * of use are shown when it is fetched, and where to find them each time.
   *
   * @throws DownloadException in one line for a person: when offline, or if what came is not the
   *     set; the cache is then as before
   */
  public Path fetch(PublishedSet set) {
    Path folder = cache.resolve(set.id());
    if (!Files.isDirectory(folder)) {
      fetchInto(folder, set);
    }
    out.accept(
        set.id()
            + " is by GroupLens, University of Minnesota; not for commercial use without their"
            + " permission. Terms: "
            + folder.resolve(set.licence()));
    return folder;
  }

  private void fetchInto(Path folder, PublishedSet set) {
    URI uri = base.resolve(set.id() + ".zip");
    try {
      Files.createDirectories(cache);
      Path work = Files.createTempDirectory(cache, set.id() + "-");
      try {
        Path zip = work.resolve("download.zip");
        out.accept("fetching " + uri);
        remote.save(uri, zip);
        checkMd5(uri, zip);
        Path unpacked = verified(set, uri, zip, work.resolve("unpacked"));
        terms(unpacked.resolve(set.licence())).forEach(out);
        Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        delete(work);
      }
    } catch (IOException e) {
      throw new DownloadException("the cache " + cache + " cannot be written (" + e + ")", e);
    }
  }

  /** Unpacks the zip and returns the set's folder in it, which is as published. */
  private Path verified(PublishedSet set, URI uri, Path zip, Path to) throws IOException {
    try {
      Zip.unpack(zip, to);
      Path folder = to.resolve(set.id());
      for (String file : set.files()) {
        if (!Files.isRegularFile(folder.resolve(file))) {
          throw new DownloadException(notTheSet(uri, set, "it has no " + file), null);
        }
      }
      RatingSet content = RatingFiles.open(folder);
      int ratings = content.ratings().size();
      if (ratings < set.ratingsAtLeast()) {
        throw new DownloadException(
            notTheSet(uri, set, "it has only " + ratings + " ratings"), null);
      }
      out.accept("verified: " + ratings + " ratings of " + content.movies().size() + " movies");
      return folder;
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException | RatingFileException e) {
      throw new DownloadException(notTheSet(uri, set, String.valueOf(e.getMessage())), e);
    }
  }

  private static String notTheSet(URI uri, PublishedSet set, String why) {
    return "what " + uri + " sent is damaged or not " + set.id() + ": " + why;
  }

  /** Compares with the checksum published beside the zip, where there is one. */
  private void checkMd5(URI uri, Path zip) throws IOException {
    Optional<String> published =
        remote
            .text(URI.create(uri + ".md5"))
            .flatMap(text -> MD5.matcher(text).results().map(MatchResult::group).findFirst())
            .map(md5 -> md5.toLowerCase(Locale.ROOT));
    if (published.isEmpty()) {
      out.accept("no checksum is published beside it; checking what it holds");
      return;
    }
    String found = md5(zip);
    if (!found.equals(published.get())) {
      throw new DownloadException(
          "what " + uri + " sent is damaged: MD5 " + found + ", published " + published.get(),
          null);
    }
  }

  private static String md5(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  private static List<String> terms(Path readme) throws IOException {
    return Licence.of(
        new String(Files.readAllBytes(readme), StandardCharsets.UTF_8).lines().toList());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
