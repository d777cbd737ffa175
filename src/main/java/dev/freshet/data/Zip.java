package dev.freshet.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Unpacks archives that nobody here has made. */
final class Zip {
  /** Far more than any set that is offered; an archive that unfolds to more is an attack. */
  private static final long MOST_BYTES = 1L << 30;

  private static final int BUFFER_BYTES = 64 * 1024;

  private Zip() {}

  /**
   * Unpacks {@code archive} below {@code folder}. Checksums are checked, and that the archive is
   * whole; no entry is written outside of {@code folder}.
   *
   * @throws ZipException if the archive is damaged or malicious
   */
  static void unpack(Path archive, Path folder) throws IOException {
    int listed;
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      listed = zip.size();
    }
    int unpacked = 0;
    long bytes = 0;
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        bytes += write(zip, target(folder, entry), entry.isDirectory(), MOST_BYTES - bytes);
        unpacked++;
      }
    }
    if (unpacked != listed) {
      throw new ZipException("it lists " + listed + " entries and holds " + unpacked);
    }
  }

  private static Path target(Path folder, ZipEntry entry) throws ZipException {
    Path root = folder.toAbsolutePath().normalize();
    Path target = root.resolve(entry.getName()).normalize();
    if (!target.startsWith(root)) {
      throw new ZipException("an entry leads outside: " + entry.getName());
    }
    return target;
  }

  private static long write(InputStream in, Path target, boolean isFolder, long most)
      throws IOException {
    if (isFolder) {
      Files.createDirectories(target);
      return 0;
    }
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    long written = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        written += n;
        if (written > most) {
          throw new ZipException("it unfolds to more than " + MOST_BYTES + " bytes");
        }
        out.write(buffer, 0, n);
      }
    }
    return written;
  }
}
