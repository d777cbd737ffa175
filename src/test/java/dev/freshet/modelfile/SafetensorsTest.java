package dev.freshet.modelfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

  @TempDir private Path directory;

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    Path file = directory.resolve("a.safetensors");
    Safetensors.write(file, Map.of("ab", new FMatrixRMaj(1, 2, true, 1, -2)));
    String header = "{\"ab\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}       ";
    byte[] bytes = Files.readAllBytes(file);
    assertEquals("4000000000000000", HexFormat.of().formatHex(bytes, 0, 8));
    assertEquals(header, new String(bytes, 8, 64, StandardCharsets.UTF_8));
    assertEquals("0000803f000000c0", HexFormat.of().formatHex(bytes, 72, bytes.length));
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    Path file = directory.resolve("b.safetensors");
    FMatrixRMaj users = new FMatrixRMaj(2, 3, true, 1, 2, 3, 4, 5, Float.MIN_VALUE);
    Safetensors.write(file, Map.of("users", users, "mean", new FMatrixRMaj(1, 1, true, 3.5f)));
    Map<String, FMatrixRMaj> read = Safetensors.read(file);
    assertEquals(2, read.size());
    assertArrayEquals(users.data, read.get("users").data);
    assertEquals(3, read.get("users").numCols);
    assertEquals(3.5f, read.get("mean").data[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        "\2\0\0\0\0\0\0\0[}",
        "\177\0\0\0\0\0\0\177{}",
        "8\0\0\0\0\0\0\0{\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}" + "half"
      })
  void whatIsDamagedIsRefused(String content) throws IOException {
    Path file = directory.resolve("c.safetensors");
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    assertThrows(ModelFileException.class, () -> Safetensors.read(file));
  }
}
