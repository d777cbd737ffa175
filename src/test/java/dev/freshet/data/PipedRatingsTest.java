package dev.freshet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pipe can be read once. */
@Timeout(30)
class PipedRatingsTest {

  @Test
  void allOfAPipeIsRead(@TempDir Path folder) throws Exception {
    Path pipe = folder.resolve("ratings.csv");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(pipe));

    RatingSet set = RatingFiles.open(pipe, Reading.AS_IT_SHOWS, new Said());

    assertEquals(List.of("a", "b"), set.ratings().userIds());
    writing.get(10, TimeUnit.SECONDS);
  }

  private static void write(Path pipe) {
    try {
      Files.writeString(pipe, "user,movie,rating,timestamp\na,m,3,1000000000\nb,n,5,1000000001\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
