package dev.freshet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.stream.sources.SourceLogs;
import dev.freshet.stream.staleness.StalenessGate;
import dev.freshet.topics.Topic;
import dev.freshet.topics.TopicSpec;
import dev.freshet.topics.TopicSpecs;
import dev.freshet.wire.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What {@code topology/} says about the two applications is what the code builds. Whoever means a
 * change runs {@value #UPDATE} and reviews the difference with the code's.
 */
class TopologyDocumentsTest {

  private static final String UPDATE =
      "mvn -B test -Dtest=TopologyDocumentsTest -Dtopology.update=true";
  private static final Path DIRECTORY = Path.of("topology");

  private static final TopicSpecs SPECS = TopicSpecs.load(TopicSpecs.Settings.production());

  private static TopologyDescription users;
  private static TopologyDescription movies;

  @BeforeAll
  static void build() {
    try (TwoSides sides = new TwoSides()) {
      users = UsersTopology.build(sides.parts()).describe();
    }
    OnlineSgd sgd = new OnlineSgd(OnlineSgd.Settings.defaults(), Scale.MOVIELENS);
    Topology built =
        MoviesTopology.build(
            TwoSides.PREFIX,
            sgd,
            Duration.ofSeconds(1),
            new MovieCommits(Duration.ofMillis(40), 1, 1_500),
            SourceLogs.withoutIds(),
            new StalenessGate(StalenessGate.Settings.defaults()),
            LearningListener.NONE);
    movies = built.describe();
  }

  @AfterAll
  static void forget() {
    users = null;
    movies = null;
  }

  /** Meters come from the list of stores; a store that is not in it has no size anywhere. */
  @Test
  void eachStoreOnDiskIsListed() {
    assertEquals(storesOnDisk(users), Set.copyOf(FreshetStreams.stores(Side.USERS)));
    assertEquals(storesOnDisk(movies), Set.copyOf(FreshetStreams.stores(Side.MOVIES)));
    assertTrue(FreshetStreams.stores(Side.USERS).contains("user-pending"));
  }

  private static Set<String> storesOnDisk(TopologyDescription topology) {
    return topology.subtopologies().stream()
        .flatMap(part -> part.nodes().stream())
        .filter(TopologyDescription.Processor.class::isInstance)
        .flatMap(node -> ((TopologyDescription.Processor) node).stores().stream())
        .collect(Collectors.toSet());
  }

  @Test
  void theUserSideIsAsDescribed() throws IOException {
    assertIsCurrent("users.txt", users.toString());
  }

  @Test
  void theMovieSideIsAsDescribed() throws IOException {
    assertIsCurrent("movies.txt", movies.toString());
  }

  @Test
  void theDiagramShowsBothAndTheTrainer() throws IOException {
    assertIsCurrent(
        "diagram.md",
        """
        # The two applications, and the trainer

        Drawn from the code's topologies, as in [users.txt](users.txt) and [movies.txt](movies.txt),
        and for the trainer, which is no Kafka Streams application, from [topics.yaml](topics.yaml);
        `%s` draws it again.
        Blue are topics, yellow the state stores of a processor. Every store but the global ones has
        a changelog topic; those that others read are shown. `learn-user` reads both global stores.

        ```mermaid
        %s```
        """
            .formatted(UPDATE, diagram().mermaid().stripIndent()));
  }

  @Test
  void theDiagramShowsEveryTopicThatIsNotTheOwnLogOfAStore() {
    Set<String> drawn =
        Pattern.compile("\\(\\[(.+?)]\\)")
            .matcher(diagram().mermaid())
            .results()
            .map((MatchResult match) -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> contract =
        Arrays.stream(Topic.values())
            .filter(topic -> !isOwnLog(SPECS.get(topic)))
            .map(topic -> topic.name(TwoSides.PREFIX))
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(contract, drawn);
  }

  @Test
  void rejectedRecordsCarryTheHeadersThatTheContractNames() throws IOException {
    JsonNode headers =
        new YAMLMapper()
            .readTree(DIRECTORY.resolve("asyncapi.yaml").toFile())
            .at("/components/messages/rejectedRecord/headers");
    Set<String> carried = new TreeSet<>();
    Set<String> always = new TreeSet<>();
    try (TwoSides sides = new TwoSides()) {
      sides.produce("not json");
      sides.out.rejected.get(0).headers().forEach(header -> carried.add(header.key()));
      byte[] garbage = {0};
      byte[] heat = "heat".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      sides.store(Side.MOVIES, Store.MOVIE_FACTORS, heat, garbage);
      sides.rate("ada", "heat", 4, TwoSides.EVENT);
      sides.out.rejected.get(1).headers().forEach(header -> always.add(header.key()));
    }
    Set<String> all = new TreeSet<>(carried);
    all.addAll(always);
    always.retainAll(carried);

    Set<String> named = new TreeSet<>();
    headers.get("properties").fieldNames().forEachRemaining(named::add);
    assertEquals(named, all);
    Set<String> required = new TreeSet<>();
    headers.get("required").forEach(name -> required.add(name.textValue()));
    assertEquals(always, required);
  }

  private static TopologyDiagram diagram() {
    return new TopologyDiagram()
        .with("freshet.users", "freshet.users: the user side", users)
        .with("freshet.movies", "freshet.movies: the movie side", movies)
        .beside(
            "freshet.retrain",
            "freshet.retrain: the trainer",
            names(spec -> spec.readers().contains("retrain")),
            names(spec -> spec.writers().contains("retrain")));
  }

  private static Set<String> names(Predicate<TopicSpec> wanted) {
    return Arrays.stream(Topic.values())
        .filter(topic -> wanted.test(SPECS.get(topic)))
        .map(topic -> topic.name(TwoSides.PREFIX))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A changelog that nobody reads but the store that writes it. */
  private static boolean isOwnLog(TopicSpec spec) {
    return spec.kind() == TopicSpec.TopicKind.CHANGELOG
        && spec.writers().containsAll(spec.readers());
  }

  private static void assertIsCurrent(String name, String fromCode) throws IOException {
    Path file = DIRECTORY.resolve(name);
    if (Boolean.getBoolean("topology.update")) {
      Files.writeString(file, fromCode);
    }
    String written = Files.exists(file) ? Files.readString(file) : "";
    assertEquals(
        written,
        fromCode,
        file + " is not what the code builds; if the code is right, run " + UPDATE);
  }
}
