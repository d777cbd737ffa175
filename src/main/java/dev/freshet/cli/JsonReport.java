package dev.freshet.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes what {@code --report} asks for: a report as indented JSON, for machines. */
final class JsonReport {

  private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

  private JsonReport() {}

  /** Writes a report to a file; does nothing where none is asked for. */
  static void write(@Nullable Path file, Record report) throws IOException {
    if (file != null) {
      Files.writeString(file, JSON.writeValueAsString(report));
    }
  }
}
