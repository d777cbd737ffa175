package dev.freshet.modelfile;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.online.Factors;
import dev.freshet.wire.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ejml.data.FMatrixRMaj;

/** Reads back what {@code export} wrote, whole or not at all. */
public final class GenerationReader {

  /** The file that is written last. */
  static final String PROVENANCE = "provenance.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final FMatrixRMaj NONE = new FMatrixRMaj(0, 0);

  private final Path directory;

  private GenerationReader(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads a directory.
   *
   * @throws ModelFileException if it is no whole export of a format that is known; one line says
   *     why
   */
  public static ExportedGeneration read(Path directory) throws IOException {
    return new GenerationReader(directory).read();
  }

  private ExportedGeneration read() throws IOException {
    try {
      JsonNode about = JSON.readTree(Files.readAllBytes(directory.resolve(PROVENANCE)));
      requireFormat(about.path("format"));
      for (Map.Entry<String, JsonNode> sum : about.path("sha256").properties()) {
        requireSum(sum.getKey(), sum.getValue().asText());
      }
      Map<String, FMatrixRMaj> tensors =
          Safetensors.read(directory.resolve(ModelDirectory.TENSORS));
      Checkpoint checkpoint =
          Checkpoint.fromJson(about.path("checkpoint").toString().getBytes(StandardCharsets.UTF_8));
      Map<ExportedGeneration.Kind, SortedMap<String, Factors>> rows =
          new EnumMap<>(ExportedGeneration.Kind.class);
      for (ExportedGeneration.Kind kind : ExportedGeneration.Kind.values()) {
        if (about.has(kind.vectors())) {
          rows.put(kind, rows(kind, about, tensors, checkpoint.generation()));
        }
      }
      return new ExportedGeneration(checkpoint, space(about), rows);
    } catch (NoSuchFileException e) {
      throw refused("there is no " + Path.of(e.getFile()).getFileName());
    } catch (JacksonException | java.io.UncheckedIOException e) {
      throw refused(PROVENANCE + " is cut short or damaged");
    }
  }

  private void requireFormat(JsonNode format) {
    int found = format.asInt(0);
    if (found > ExportedGeneration.FORMAT) {
      throw refused(
          "it is of format %d, which a newer Freshet wrote; this one reads 1 to %d"
              .formatted(found, ExportedGeneration.FORMAT));
    }
    if (found < 1) {
      throw refused(
          PROVENANCE + " names no format: an earlier Freshet wrote it, without all that it takes");
    }
  }

  private void requireSum(String name, String expected) throws IOException {
    if (!sum(directory.resolve(name)).equals(expected)) {
      throw refused(name + " is cut short, or was changed since");
    }
  }

  private static Checkpoint.Space space(JsonNode about) {
    JsonNode scale = about.path("scale");
    return new Checkpoint.Space(
        about.path("rank").asInt(),
        about.path("mu").floatValue(),
        scale.path("min").floatValue(),
        scale.path("max").floatValue());
  }

  private SortedMap<String, Factors> rows(
      ExportedGeneration.Kind kind,
      JsonNode about,
      Map<String, FMatrixRMaj> tensors,
      int generation) {
    JsonNode ids = about.path(kind.vectors());
    JsonNode steps = about.path("steps").path(kind.vectors());
    FMatrixRMaj vectors = tensors.getOrDefault(kind.vectors(), NONE);
    FMatrixRMaj biases = tensors.getOrDefault(kind.biases(), NONE);
    FMatrixRMaj baselines = tensors.getOrDefault(kind.baselines(), NONE);
    int n = ids.size();
    boolean isWhole =
        vectors.numRows == n
            && biases.getNumElements() == n
            && baselines.getNumElements() == n
            && steps.size() == n;
    if (!isWhole) {
      throw refused(
          "the files do not belong together: not every one of the %d %s has a row"
              .formatted(n, kind.vectors()));
    }
    SortedMap<String, Factors> rows = new TreeMap<>();
    int rank = vectors.numCols;
    for (int row = 0; row < n; row++) {
      float[] vector = Arrays.copyOfRange(vectors.data, row * rank, (row + 1) * rank);
      rows.put(
          ids.path(row).asText(),
          new Factors(
              generation, steps.path(row).asInt(), biases.data[row], baselines.data[row], vector));
    }
    if (rows.size() < n) {
      throw refused("some " + kind.vectors() + " are in it twice");
    }
    return rows;
  }

  private ModelFileException refused(String why) {
    return new ModelFileException(
        directory + " holds no whole export of a generation: " + why + "; export it again");
  }

  /**
   * SHA-256 of a file, in hexadecimal digits.
   *
   * @throws IOException if it cannot be read
   */
  static String sum(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
