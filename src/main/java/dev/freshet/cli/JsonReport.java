package dev.freshet.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.freshet.console.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Writes what {@code --report} asks for: a report as indented JSON, for machines. */
final class JsonReport {

  private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

  private JsonReport() {}

  /**
   * Looks, before hours of work, whether the file can be written.
   *
   * @param file null where no report is asked for
   * @throws UserError if it cannot
   */
  static void requirePlace(@Nullable Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    boolean isPlace = folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    if (!isPlace || Files.isDirectory(file)) {
      throw new UserError(
          "--report: cannot write " + file + "; name a file in a folder that exists");
    }
  }

  /** Writes a report to a file, whole or not at all; does nothing where none is asked for. */
  static void write(@Nullable Path file, Object report) throws IOException {
    if (file != null) {
      Path beside = file.resolveSibling(file.getFileName() + ".part");
      Files.writeString(beside, JSON.writeValueAsString(report));
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
