package dev.freshet.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Reads what a zip holds where it is, without unpacking it. */
final class Archive {
  private static final byte[] BEGINNING = {'P', 'K', 3, 4};

  /** What a zip holds that is an office document. */
  private static final List<String> OFFICE = List.of("[Content_Types].xml", "mimetype");

  private Archive() {}

  /** Whether a path is a zip, whatever it is called. */
  static boolean isArchive(Path path) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Arrays.equals(in.readNBytes(BEGINNING.length), BEGINNING);
    } catch (IOException e) {
      throw new RatingFileException(path, TextFile.why(e));
    }
  }

  /**
   * Opens a zip; the caller closes it.
   *
   * @throws RatingFileException if it is a spreadsheet
   */
  static FileSystem open(Path path) throws IOException {
    FileSystem zip;
    try {
      zip = FileSystems.newFileSystem(path);
    } catch (ProviderNotFoundException e) { // how a zip of another name says that it is none
      throw new RatingFileException(path, "is a zip that is damaged or cut off; fetch it again");
    }
    if (OFFICE.stream().anyMatch(name -> Files.exists(zip.getPath(name)))) {
      zip.close();
      throw new RatingFileException(path, "is a spreadsheet or other office file; save it as csv");
    }
    return zip;
  }

  /** The folder of a zip that has more in it than one folder. */
  static Path folder(FileSystem zip) throws IOException {
    Path folder = zip.getPath("/");
    for (List<Path> inside = inside(folder); inside.size() == 1; inside = inside(folder)) {
      if (!Files.isDirectory(inside.get(0))) {
        break;
      }
      folder = inside.get(0);
    }
    return folder;
  }

  /** What a folder holds beside what systems put there for themselves. */
  private static List<Path> inside(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> !RatingFolder.isOfSystem(entry)).toList();
    }
  }
}
