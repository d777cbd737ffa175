package dev.freshet.modelfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.online.Factors;
import dev.freshet.online.Scale;
import dev.freshet.train.RatingTable;
import dev.freshet.train.Trained;
import dev.freshet.wire.Movie;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.ejml.data.FMatrixRMaj;

/**
 * A trained model on disk: {@code model.safetensors} (what was learned), {@code ids.json} (what its
 * rows stand for), {@code report.json} and, where there were epochs, {@code learning-curve.png}.
 * Each is replaced as a whole.
 */
public final class ModelDirectory {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter INDENTED = JSON.writerWithDefaultPrettyPrinter();
  static final String TENSORS = "model.safetensors";
  private static final String IDS = "ids.json";
  private static final String REPORT = "report.json";
  private static final String CURVE = "learning-curve.png";

  private final Path directory;

  private ModelDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * A directory to write to; created where missing.
   *
   * @throws ModelFileException if it cannot be written
   */
  public static ModelDirectory create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new ModelFileException("cannot create the directory " + directory + "; name another");
    }
    if (!Files.isWritable(directory)) {
      throw new ModelFileException("cannot write to " + directory + "; name another with --out");
    }
    return new ModelDirectory(directory);
  }

  /** The file for a picture of the epochs. */
  public Path learningCurve() {
    return directory.resolve(CURVE);
  }

  /**
   * Writes everything but the learning curve, of which an earlier one is deleted.
   *
   * @param train what the model learned from: counts of ratings are kept
   * @param pairs some pairs with the model's users and movies, to find how it predicts
   */
  public void write(
      TrainingData data, Trained model, RatingTable train, RatingTable pairs, TrainingReport report)
      throws IOException {
    FactorModel.Link link = FactorModel.linkOf(model.ratings(), model.tensors(), pairs);
    replace(TENSORS, file -> Safetensors.write(file, model.tensors()));
    replace(IDS, file -> JSON.writeValue(file.toFile(), ids(data, train, link)));
    replace(REPORT, file -> INDENTED.writeValue(file.toFile(), report));
    Files.deleteIfExists(learningCurve());
  }

  /**
   * Writes a generation of the running system in the same form, so that {@code similar} and {@code
   * predict} read it, and {@code provenance.json} in place of a report. That file is written last
   * and holds the sum of the others: without it the directory is not whole.
   *
   * @param catalogue what is known of movies; their titles are their ids where they are missing
   * @param about further fields of {@code provenance.json}
   */
  public void write(ExportedGeneration generation, Map<String, Movie> catalogue, ObjectNode about)
      throws IOException {
    List<Movie> known = new ArrayList<>();
    SortedMap<String, Factors> movies = generation.of(ExportedGeneration.Kind.MOVIES);
    int[] ratings = new int[movies.size()];
    movies.forEach(
        (id, factors) -> {
          ratings[known.size()] = factors.steps();
          known.add(catalogue.getOrDefault(id, new Movie(id, id, List.of(), null)));
        });
    List<String> users = List.copyOf(generation.of(ExportedGeneration.Kind.USERS).keySet());
    Scale scale = new Scale(generation.space().min(), generation.space().max());
    ObjectNode ids = ids(users, known, ratings, scale, FactorModel.Link.LINEAR);
    Files.deleteIfExists(directory.resolve(GenerationReader.PROVENANCE));
    replace(TENSORS, file -> Safetensors.write(file, generation.tensors()));
    replace(IDS, file -> JSON.writeValue(file.toFile(), ids));
    ObjectNode provenance = generation.provenance();
    provenance.setAll(about);
    ObjectNode sums = provenance.putObject("sha256");
    for (String name : List.of(TENSORS, IDS)) {
      sums.put(name, GenerationReader.sum(directory.resolve(name)));
    }
    replace(GenerationReader.PROVENANCE, file -> INDENTED.writeValue(file.toFile(), provenance));
  }

  private interface Content {
    void writeTo(Path file) throws IOException;
  }

  private void replace(String name, Content content) throws IOException {
    Path part = directory.resolve(name + ".part");
    content.writeTo(part);
    Files.move(part, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static ObjectNode ids(TrainingData data, RatingTable train, FactorModel.Link link) {
    int[] ratings = new int[data.movies().size()];
    for (int movie : train.movie()) {
      ratings[movie]++;
    }
    return ids(data.userIds(), data.movies(), ratings, train.scale(), link);
  }

  private static ObjectNode ids(
      List<String> userIds, List<Movie> known, int[] ratings, Scale scale, FactorModel.Link link) {
    ObjectNode ids = JSON.createObjectNode();
    ids.put("prediction", link.name());
    ids.putObject("scale").put("min", scale.min()).put("max", scale.max());
    ArrayNode users = ids.putArray("users");
    userIds.forEach(users::add);
    ArrayNode movies = ids.putArray("movies");
    for (int i = 0; i < ratings.length; i++) {
      Movie movie = known.get(i);
      ObjectNode node = movies.addObject();
      node.put("id", movie.movieId()).put("title", movie.title()).put("year", movie.year());
      ArrayNode genres = node.putArray("genres");
      movie.genres().forEach(genres::add);
      node.put("ratings", ratings[i]);
    }
    return ids;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws ModelFileException if it is not there, or not what was written
   */
  public static SavedModel read(Path directory) throws IOException {
    try {
      JsonNode ids = JSON.readTree(Files.readAllBytes(directory.resolve(IDS)));
      List<String> users = new ArrayList<>();
      ids.path("users").forEach(id -> users.add(id.asText()));
      List<Movie> movies = new ArrayList<>();
      List<Integer> counts = new ArrayList<>();
      for (JsonNode node : ids.path("movies")) {
        List<String> genres = new ArrayList<>();
        node.path("genres").forEach(genre -> genres.add(genre.asText()));
        Integer year = node.path("year").isInt() ? node.path("year").intValue() : null;
        movies.add(new Movie(node.path("id").asText(), node.path("title").asText(), genres, year));
        counts.add(node.path("ratings").intValue());
      }
      Map<String, FMatrixRMaj> tensors = Safetensors.read(directory.resolve(TENSORS));
      Scale scale =
          new Scale(
              ids.path("scale").path("min").floatValue(),
              ids.path("scale").path("max").floatValue());
      FactorModel.Link link = FactorModel.Link.valueOf(ids.path("prediction").asText());
      return new SavedModel(users, movies, counts, new FactorModel(tensors, link, scale));
    } catch (NoSuchFileException e) {
      throw new ModelFileException(
          directory
              + " holds no trained model: there is no "
              + e.getFile()
              + "; write one with `freshet train --out "
              + directory
              + "`");
    } catch (com.fasterxml.jackson.core.JacksonException | IllegalArgumentException e) {
      throw new ModelFileException(
          directory.resolve(IDS) + " is not what `train` wrote; train again");
    }
  }
}
