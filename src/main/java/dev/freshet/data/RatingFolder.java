package dev.freshet.data;

import java.io.IOException;
import java.nio.file.FileSystems;
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

  /** A folder of more is not one of rating files. */
  private static final int MOST_WITHIN = 50;

  /** The folder of a path, which is it or a file in it. */
  static RatingFolder of(Path path) {
    return Files.isDirectory(path)
        ? new RatingFolder(path, null)
        : new RatingFolder(path.toAbsolutePath().getParent(), path);
  }

  /**
   * The folder of a path, or the one in it with a rating file: where it holds none itself, and one
   * alone of its folders holds one with a customary name.
   *
   * @param remarks is told of a folder within
   */
  static RatingFolder of(Path path, Reading reading, Remarks remarks) {
    RatingFolder given = of(path);
    if (given.named != null
        || given.customary(RATING_NAMES) != null
        || !given.lookLikeRatings(reading).isEmpty()) {
      return given;
    }
    List<RatingFolder> usual =
        given.within().stream().filter(inner -> inner.customary(RATING_NAMES) != null).toList();
    if (usual.size() != 1) {
      return given;
    }
    RatingFolder only = usual.get(0);
    remarks.note(
        RatingFileException.name(Objects.requireNonNull(only.folder))
            + ": the folder that is read, as none of the files above it holds ratings");
    return only;
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
    List<Path> found = lookLikeRatings(reading);
    if (found.isEmpty()) {
      throw new RatingFileException(folder, "holds no rating file" + instead(reading));
    }
    if (found.size() > 1) {
      throw new RatingFileException(
          folder, "holds several rating files, name one of them: " + names(found));
    }
    return found.get(0);
  }

  /** The files that look like ratings; those of likes alone only where no other does. */
  private List<Path> lookLikeRatings(Reading reading) {
    List<Path> ratings = new ArrayList<>();
    List<Path> likes = new ArrayList<>();
    for (TextFile file : texts()) {
      if (RatingFiles.layout(file, reading.columns()) instanceof Layout.OfRatings found) {
        (found.isOfLikes() ? likes : ratings).add(file.path());
      }
    }
    return ratings.isEmpty() ? likes : ratings;
  }

  /** What to do where no file looks like ratings. */
  private String instead(Reading reading) {
    List<Path> inner = new ArrayList<>();
    for (RatingFolder within : within()) {
      if (within.customary(RATING_NAMES) != null || !within.lookLikeRatings(reading).isEmpty()) {
        inner.add(within.folder);
      }
    }
    if (!inner.isEmpty()) {
      boolean isPacked = !inner.get(0).getFileSystem().equals(FileSystems.getDefault());
      return ", but these folders in it do: %s; %sname one of them"
          .formatted(names(inner), isPacked ? "unpack it and " : "");
    }
    for (TextFile file : texts()) {
      if (RatingFiles.layout(file, reading.columns()) instanceof Layout.Other other
          && other.isNearly()) {
        return "; " + file.path().getFileName() + " " + other.says();
      }
    }
    return "; " + RatingFiles.EXPECTED;
  }

  /** The folders in this one, as many as are looked into. */
  private List<RatingFolder> within() {
    return entries().stream()
        .filter(Files::isDirectory)
        .limit(MOST_WITHIN)
        .map(inner -> new RatingFolder(inner, null))
        .toList();
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
    return entries().stream().filter(Files::isRegularFile).toList();
  }

  private List<Path> entries() {
    if (folder == null) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isReadable).filter(file -> !isOfSystem(file)).sorted().toList();
    } catch (IOException e) {
      throw new RatingFileException(folder, TextFile.why(e));
    }
  }

  /** The names of files, for a message. */
  static String names(List<Path> files) {
    return String.join(", ", files.stream().map(f -> String.valueOf(f.getFileName())).toList());
  }
}
