package dev.freshet.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.GlobalStore;
import org.apache.kafka.streams.TopologyDescription.Node;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.apache.kafka.streams.TopologyDescription.Subtopology;

/**
 * Draws applications from their {@link TopologyDescription}s, as the text of a Mermaid flowchart.
 * Topics lie between the applications; sources and sinks are drawn as the arrows they are. A
 * changelog is drawn where somebody else reads it. Who works with topics without Kafka Streams
 * stands beside them as one box.
 */
final class TopologyDiagram {

  private final List<Application> applications = new ArrayList<>();

  private final List<Client> clients = new ArrayList<>();

  private record Application(String id, String title, TopologyDescription topology) {}

  private record Client(String id, String title, Set<String> reads, Set<String> writes) {}

  /**
   * Adds an application.
   *
   * @param id its application id, which changelogs start with
   * @param title over its frame
   * @param topology what it does
   */
  TopologyDiagram with(String id, String title, TopologyDescription topology) {
    applications.add(new Application(id, title, topology));
    return this;
  }

  /**
   * Adds a box without a topology.
   *
   * @param id its own
   * @param title in the box
   * @param reads names of topics
   * @param writes the same
   */
  TopologyDiagram beside(String id, String title, Set<String> reads, Set<String> writes) {
    clients.add(new Client(id, title, reads, writes));
    return this;
  }

  /** The flowchart, a line for each node and arrow; the same topology gives the same text. */
  String mermaid() {
    List<String> lines = new ArrayList<>();
    lines.add("flowchart LR");
    for (String topic : topics()) {
      lines.add("  %s([%s]):::topic".formatted(topicId(topic), topic));
    }
    for (Application application : applications) {
      frame(application, lines);
    }
    for (Client client : clients) {
      lines.add("  %s[\"%s\"]:::processor".formatted(id(client.id()), client.title()));
    }
    for (Application application : applications) {
      lines.addAll(arrows(application));
    }
    for (Client client : clients) {
      lines.addAll(arrows(client));
    }
    lines.add("  classDef topic fill:#dbeafe,stroke:#1d4ed8,color:#111");
    lines.add("  classDef processor fill:#fff,stroke:#444,color:#111");
    lines.add("  classDef store fill:#fef3c7,stroke:#b45309,color:#111");
    return String.join("\n", lines) + "\n";
  }

  private void frame(Application application, List<String> lines) {
    lines.add("  subgraph %s[\"%s\"]".formatted(id(application.id()), application.title()));
    Set<String> drawn = new TreeSet<>();
    for (Processor processor : processors(application)) {
      lines.add(box(application, processor, "    "));
      for (String store : new TreeSet<>(processor.stores())) {
        if (drawn.add(store)) { // processors may share it
          lines.add(database(application, store, "    "));
        }
      }
    }
    List<GlobalStore> globals = globals(application);
    if (!globals.isEmpty()) {
      lines.add(
          "    subgraph %s_global[\"global stores, in memory, on every instance\"]"
              .formatted(id(application.id())));
      for (GlobalStore global : globals) {
        lines.add(box(application, global.processor(), "      "));
        for (String store : new TreeSet<>(global.processor().stores())) {
          lines.add(database(application, store, "      "));
        }
      }
      lines.add("    end");
    }
    lines.add("  end");
  }

  private Set<String> arrows(Application application) {
    Set<String> arrows = new TreeSet<>();
    for (Processor processor : processors(application)) {
      arrows(application, processor, arrows);
    }
    for (GlobalStore global : globals(application)) {
      arrows(application, global.processor(), arrows);
    }
    return arrows;
  }

  private static Set<String> arrows(Client client) {
    Set<String> arrows = new TreeSet<>();
    client.reads().forEach(topic -> arrows.add(arrow(topicId(topic), "-->", id(client.id()))));
    client.writes().forEach(topic -> arrows.add(arrow(id(client.id()), "-->", topicId(topic))));
    return arrows;
  }

  private void arrows(Application application, Processor processor, Set<String> arrows) {
    String box = nodeId(application, processor.name());
    for (Node before : processor.predecessors()) {
      if (before instanceof Source source) {
        topicsOf(source).forEach(topic -> arrows.add(arrow(topicId(topic), "-->", box)));
      } else {
        arrows.add(arrow(nodeId(application, before.name()), "-->", box));
      }
    }
    for (Node after : processor.successors()) {
      if (after instanceof Sink sink) {
        arrows.add(arrow(box, "-->", topicId(sink.topic())));
      }
    }
    for (String store : processor.stores()) {
      arrows.add(arrow(box, "---", storeId(application, store)));
      String changelog = application.id() + "-" + store + "-changelog";
      if (topics().contains(changelog)) {
        arrows.add(arrow(storeId(application, store), "-. changelog .->", topicId(changelog)));
      }
    }
  }

  private Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    for (Application application : applications) {
      for (Subtopology part : application.topology().subtopologies()) {
        for (Node node : part.nodes()) {
          if (node instanceof Source source) {
            topics.addAll(topicsOf(source));
          } else if (node instanceof Sink sink) {
            topics.add(sink.topic());
          }
        }
      }
      globals(application).forEach(global -> topics.addAll(topicsOf(global.source())));
    }
    for (Client client : clients) {
      topics.addAll(client.reads());
      topics.addAll(client.writes());
    }
    return topics;
  }

  private static List<Processor> processors(Application application) {
    return application.topology().subtopologies().stream()
        .sorted(Comparator.comparingInt(Subtopology::id))
        .flatMap(part -> part.nodes().stream().sorted(Comparator.comparing(Node::name)))
        .filter(Processor.class::isInstance)
        .map(Processor.class::cast)
        .toList();
  }

  private static List<GlobalStore> globals(Application application) {
    return application.topology().globalStores().stream()
        .sorted(Comparator.comparing(global -> global.processor().name()))
        .toList();
  }

  private static Set<String> topicsOf(Source source) {
    if (source.topicSet() == null) {
      throw new IllegalArgumentException(source.name() + " reads topics by pattern: not drawn");
    }
    return source.topicSet();
  }

  private static String box(Application application, Processor processor, String indent) {
    return "%s%s[%s]:::processor"
        .formatted(indent, nodeId(application, processor.name()), processor.name());
  }

  private static String database(Application application, String store, String indent) {
    return "%s%s[(%s)]:::store".formatted(indent, storeId(application, store), store);
  }

  private static String arrow(String from, String line, String to) {
    return "  %s %s %s".formatted(from, line, to);
  }

  private static String topicId(String topic) {
    return "topic_" + id(topic);
  }

  private static String nodeId(Application application, String node) {
    return id(application.id()) + "_" + id(node);
  }

  private static String storeId(Application application, String store) {
    return nodeId(application, store) + "_store";
  }

  private static String id(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_");
  }
}
