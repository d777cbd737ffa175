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
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads what a zip holds where it is, without unpacking it. */
final class Archive {
  private static final byte[] BEGINNING = {'P', 'K', 3, 4};

  /** What a zip holds that is an office document. */
  private static final List<String> OFFICE = List.of("[Content_Types].xml", "mimetype");

  private static final String DAMAGED = "is a zip that is damaged or cut off; fetch it again";

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
   * @throws RatingFileException if it is a spreadsheet, or cannot be read without unpacking it
   */
  static FileSystem open(Path path) throws IOException {
    FileSystem zip;
    try {
      zip = FileSystems.newFileSystem(path);
    } catch (ProviderNotFoundException | ZipException e) { // the first for a zip of another name
      throw new RatingFileException(path, why(path));
    }
    if (OFFICE.stream().anyMatch(name -> Files.exists(zip.getPath(name)))) {
      zip.close();
      throw new RatingFileException(path, "is a spreadsheet or other office file; save it as csv");
    }
    return zip;
  }

  /** Why a zip cannot be opened where it is: many are whole. */
  private static String why(Path path) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      boolean hasDots =
          zip.stream()
              .flatMap(entry -> Arrays.stream(entry.getName().split("/", -1)))
              .anyMatch(part -> part.equals(".") || part.equals(".."));
      return hasDots
          ? "is a zip with . or .. in the names of its files; unpack it and name the folder"
          : DAMAGED;
    } catch (ZipException e) {
      String says = String.valueOf(e.getMessage());
      if (says.contains("encrypted")) {
        return "is a zip with a password; unpack it and name the folder";
      }
      return says.contains("compression method")
          ? "is a zip that is packed by a method other than deflate; unpack it and name the folder"
          : DAMAGED;
    }
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
