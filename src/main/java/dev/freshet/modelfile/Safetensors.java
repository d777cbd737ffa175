package dev.freshet.modelfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * Named matrices in a file, in the safetensors format (<a
 * href="https://huggingface.co/docs/safetensors">its description</a>), which Python's {@code
 * safetensors.numpy.load_file} reads:
 *
 * <pre>
 *   8 bytes   n, length of the header, little-endian
 *   n bytes   JSON: {"name": {"dtype": "F32", "shape": [rows, cols], "data_offsets": [from, to]}};
 *             filled up with blanks so that the data begins at a multiple of 8
 *   the rest  the numbers, row by row, little-endian floats; offsets count from here
 * </pre>
 */
final class Safetensors {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where the reference implementation stops believing the length of a header. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final int ALIGNMENT = 8;

  private Safetensors() {}

  /** Writes matrices in the order of the map. */
  static void write(Path file, Map<String, FMatrixRMaj> tensors) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, FMatrixRMaj> entry : tensors.entrySet()) {
      FMatrixRMaj matrix = entry.getValue();
      long end = offset + 4L * matrix.getNumElements();
      ObjectNode tensor = header.putObject(entry.getKey());
      tensor.put("dtype", "F32");
      tensor.putArray("shape").add(matrix.numRows).add(matrix.numCols);
      tensor.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = JSON.writeValueAsBytes(header);
    int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] padded = Arrays.copyOf(json, length);
    Arrays.fill(padded, json.length, length, (byte) ' ');
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
      out.write(padded);
      for (FMatrixRMaj matrix : tensors.values()) {
        for (int row = 0; row < matrix.numRows; row++) {
          ByteBuffer bytes = ByteBuffer.allocate(4 * matrix.numCols);
          bytes
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer()
              .put(matrix.data, row * matrix.numCols, matrix.numCols);
          out.write(bytes.array());
        }
      }
    }
  }

  /**
   * Reads matrices of floats; a vector is read as a column.
   *
   * @throws ModelFileException if it is not such a file
   */
  static Map<String, FMatrixRMaj> read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.length < 8 ? -1 : all.getLong();
    if (length < 2 || length > Math.min(LONGEST_HEADER, bytes.length - 8L)) {
      throw damaged(file, "it has no header");
    }
    JsonNode header;
    try {
      header = JSON.readTree(new String(bytes, 8, (int) length, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw damaged(file, "its header is not JSON");
    }
    ByteBuffer data = all.position((int) (8 + length)).slice().order(ByteOrder.LITTLE_ENDIAN);
    Map<String, FMatrixRMaj> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (!entry.getKey().equals("__metadata__")) {
        tensors.put(entry.getKey(), tensor(file, entry.getKey(), entry.getValue(), data));
      }
    }
    return tensors;
  }

  private static FMatrixRMaj tensor(Path file, String name, JsonNode about, ByteBuffer data) {
    JsonNode shape = about.path("shape");
    if (!about.path("dtype").asText().equals("F32") || shape.size() < 1 || shape.size() > 2) {
      throw damaged(file, name + " is not a matrix of F32");
    }
    long rows = shape.path(0).asLong(-1);
    long cols = shape.size() == 1 ? 1 : shape.path(1).asLong(-1);
    long from = about.path("data_offsets").path(0).asLong(-1);
    long to = about.path("data_offsets").path(1).asLong(-1);
    boolean fits = from >= 0 && from <= to && to <= data.capacity();
    if (!fits || rows < 0 || cols < 0 || rows > Integer.MAX_VALUE || to - from != 4 * rows * cols) {
      throw damaged(file, "the data of " + name + " is not all there");
    }
    FMatrixRMaj matrix = new FMatrixRMaj((int) rows, (int) cols);
    data.slice((int) from, (int) (to - from))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(matrix.data, 0, matrix.getNumElements());
    return matrix;
  }

  private static ModelFileException damaged(Path file, String what) {
    return new ModelFileException(
        file + " is not a file of factors that `train` wrote: " + what + "; train again");
  }
}
