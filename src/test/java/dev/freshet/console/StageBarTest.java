package dev.freshet.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
class StageBarTest {

  @Test
  void whereNobodyWatchesALineIsWrittenWhenAStageBegins() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try (StageBar bar = new StageBar(false)) {
      bar.at("learning", 0, 1_000);
      bar.at("learning", 1_000, 1_000);
      bar.at("sending lists", 5, 10, "nearly there");
    } finally {
      System.setErr(err);
    }
    assertEquals("learning: 1,000\nsending lists: 10\n", written.toString(StandardCharsets.UTF_8));
  }
}
