package dev.freshet.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where rating files and their catalogue are looked for.
 *
 * @param folder to look in; null beside a file of no folder
 * @param named the file of ratings, where a person named it; null where they named the folder
 */
record RatingFolder(@Nullable Path folder, @Nullable Path named) {
  private static final List<String> RATING_NAMES = List.of("ratings.csv", "ratings.dat", "u.data");

  /** The folder of a path, which is it or a file in it. */
  static RatingFolder of(Path path) {
    return Files.isDirectory(path)
        ? new RatingFolder(path, null)
        : new RatingFolder(path.toAbsolutePath().getParent(), path);
  }

  /** Whether a file is of the operating system rather than of a person. */
  static boolean isOfSystem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(".") || name.startsWith("__MACOSX") || name.equals("desktop.ini");
  }

  /**
   * The file of ratings: the one named or, in a folder, the one with a customary name or the only
   * one that looks like one.
   *
   * @throws RatingFileException if there is none, or several and none of a customary name
   */
  Path ratings(Reading reading) {
    if (named != null || folder == null) {
      return Objects.requireNonNull(named, "a path without a folder is a file");
    }
    Path customary = customary(RATING_NAMES);
    if (customary != null) {
      return customary;
    }
    List<Path> found = new ArrayList<>();
    String nearly = null;
    for (TextFile file : texts()) {
      Layout layout = RatingFiles.layout(file, reading.columns());
      if (layout instanceof Layout.OfRatings) {
        found.add(file.path());
      } else if (layout instanceof Layout.Other other && other.isNearly() && nearly == null) {
        nearly = file.path().getFileName() + " " + other.says();
      }
    }
    if (found.isEmpty()) {
      throw new RatingFileException(
          folder, "holds no rating file; " + (nearly == null ? RatingFiles.EXPECTED : nearly));
    }
    if (found.size() > 1) {
      throw new RatingFileException(
          folder, "holds several rating files, name one of them: " + names(found));
    }
    return found.get(0);
  }

  /** The first of these files that is there, as it is or as a gzip; null if none is. */
  @Nullable Path customary(List<String> names) {
    for (String name : names) {
      for (String packed : List.of(name, name + ".gz")) {
        if (folder != null && Files.isRegularFile(folder.resolve(packed))) {
          return folder.resolve(packed);
        }
      }
    }
    return null;
  }

  /** All files of the folder that a person may mean; one that cannot be read is none of them. */
  List<TextFile> texts() {
    List<TextFile> texts = new ArrayList<>();
    for (Path file : files()) {
      try {
        texts.add(TextFile.of(file));
      } catch (IOException e) {
        // Such as a gzip that is cut off: whoever means it names it.
      }
    }
    return texts;
  }

  private List<Path> files() {
    if (folder == null) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(Files::isReadable)
          .filter(file -> !isOfSystem(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new RatingFileException(folder, TextFile.why(e));
    }
  }

  /** The names of files, for a message. */
  static String names(List<Path> files) {
    return String.join(", ", files.stream().map(f -> String.valueOf(f.getFileName())).toList());
  }
}
