package dev.freshet.modelfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.online.Factors;
import dev.freshet.wire.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ejml.data.FMatrixRMaj;

/**
 * A generation of the running system as files keep it: both heads, and its record.
 *
 * @param checkpoint its record in {@code checkpoints}
 * @param space what its numbers mean
 * @param rows factors of each kind, by id; no ranking vectors where it had no ranking head
 */
public record ExportedGeneration(
    Checkpoint checkpoint, Checkpoint.Space space, Map<Kind, SortedMap<String, Factors>> rows) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Version of what the files hold, which {@link GenerationReader} checks. */
  static final int FORMAT = 1;

  /** What rows stand for; the name in lower case is that of the tensor of vectors. */
  public enum Kind {
    /** Users with ratings. */
    USERS("user_"),
    /** Movies that were learned. */
    MOVIES("movie_"),
    /** Genres, from which movies without ratings start. */
    GENRES("genre_"),
    /** Movies with a vector of the ranking head; steps are likes. */
    RANKING("ranking_");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    String vectors() {
      return name().toLowerCase(Locale.ROOT);
    }

    String biases() {
      return prefix + "bias";
    }

    String baselines() {
      return prefix + "baseline";
    }
  }

  /** Copies the map of kinds, not the rows. */
  public ExportedGeneration {
    rows = Map.copyOf(rows);
  }

  /** Rows of a kind; empty where there are none. */
  public SortedMap<String, Factors> of(Kind kind) {
    return rows.getOrDefault(kind, Collections.emptySortedMap());
  }

  /** Whether it had a ranking head. */
  public boolean isRanked() {
    return rows.containsKey(Kind.RANKING);
  }

  /** All matrices, by name. */
  Map<String, FMatrixRMaj> tensors() {
    Map<String, FMatrixRMaj> tensors = new LinkedHashMap<>();
    tensors.put("mean", new FMatrixRMaj(1, 1, true, space.mu()));
    new TreeMap<>(rows)
        .forEach(
            (kind, all) -> {
              int rank = all.values().stream().mapToInt(Factors::rank).max().orElse(space.rank());
              FMatrixRMaj vectors = new FMatrixRMaj(all.size(), rank);
              FMatrixRMaj biases = new FMatrixRMaj(all.size(), 1);
              FMatrixRMaj baselines = new FMatrixRMaj(all.size(), 1);
              int row = 0;
              for (Factors factors : all.values()) {
                System.arraycopy(factors.vector(), 0, vectors.data, rank * row, rank);
                biases.data[row] = factors.bias();
                baselines.data[row++] = factors.baseline();
              }
              tensors.put(kind.vectors(), vectors);
              tensors.put(kind.biases(), biases);
              tensors.put(kind.baselines(), baselines);
            });
    return tensors;
  }

  /** What the rows stand for and where they come from, as JSON. */
  ObjectNode provenance() {
    ObjectNode node = JSON.createObjectNode();
    node.put("format", FORMAT);
    node.put("generation", checkpoint.generation());
    node.put("ratings", checkpoint.ratings());
    node.put("rank", space.rank()).put("mu", space.mu());
    node.putObject("scale").put("min", space.min()).put("max", space.max());
    try {
      node.set(
          "checkpoint", JSON.readTree(new String(checkpoint.toJson(), StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of checkpoints is JSON", e);
    }
    ObjectNode steps = JSON.createObjectNode();
    new TreeMap<>(rows)
        .forEach(
            (kind, all) -> {
              ArrayNode ids = node.putArray(kind.vectors());
              ArrayNode taken = steps.putArray(kind.vectors());
              all.forEach(
                  (id, factors) -> {
                    ids.add(id);
                    taken.add(factors.steps());
                  });
            });
    node.set("steps", steps);
    return node;
  }
}
