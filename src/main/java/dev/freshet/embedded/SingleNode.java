package dev.freshet.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The server properties of one small node that is broker and controller at once. */
final class SingleNode {

  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final String MIB = "1048576";

  private SingleNode() {}

  /**
   * Properties for a node that keeps everything in {@code directory} and listens on the two ports
   * of the loopback interface; {@code overrides} win over everything here.
   */
  static Properties properties(
      Path directory, int port, int controllerPort, Map<String, String> overrides) {
    Properties p = new Properties();
    addresses(p, directory, port, controllerPort);
    oneReplica(p);
    prompt(p);
    small(p);
    p.putAll(overrides);
    return p;
  }

  private static void addresses(Properties p, Path directory, int port, int controllerPort) {
    String broker = "BROKER://" + LoopbackPorts.HOST + ":" + port;
    String controller = LoopbackPorts.HOST + ":" + controllerPort;
    p.put("process.roles", "broker,controller");
    p.put("node.id", Integer.toString(NODE_ID));
    p.put("listeners", broker + "," + CONTROLLER_LISTENER + "://" + controller);
    p.put("advertised.listeners", broker);
    p.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put("inter.broker.listener.name", "BROKER");
    p.put("controller.listener.names", CONTROLLER_LISTENER);
    p.put("controller.quorum.voters", NODE_ID + "@" + controller);
    p.put("log.dirs", directory.toString());
  }

  private static void oneReplica(Properties p) {
    p.put("default.replication.factor", "1");
    p.put("min.insync.replicas", "1");
    p.put("offsets.topic.replication.factor", "1");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    // A missing topic must be an error here as it is in a well-kept cluster.
    p.put("auto.create.topics.enable", "false");
    // Larger than any topic's own limit in topology/topics.yaml.
    p.put("message.max.bytes", "8388608");
    p.put("replica.fetch.max.bytes", "8388608");
  }

  /** Nothing waits for nodes that do not exist. */
  private static void prompt(Properties p) {
    p.put("group.initial.rebalance.delay.ms", "0");
    p.put("group.streams.initial.rebalance.delay.ms", "0");
    p.put("group.min.session.timeout.ms", "1000");
    p.put("controller.quorum.append.linger.ms", "0");
    // Nobody could take over: a busy machine's late heartbeat must not fence the only broker.
    p.put("broker.session.timeout.ms", "30000");
    p.put("auto.leader.rebalance.enable", "false");
  }

  /** Few threads, few partitions, small buffers: the broker shares the process's memory. */
  private static void small(Properties p) {
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "2");
    p.put("background.threads", "2");
    p.put("num.recovery.threads.per.data.dir", "2");
    p.put("group.coordinator.threads", "1");
    p.put("share.coordinator.threads", "1");
    p.put("offsets.topic.num.partitions", "4");
    p.put("transaction.state.log.num.partitions", "4");
    p.put("share.coordinator.state.topic.num.partitions", "1");
    p.put("offsets.load.buffer.size", MIB);
    p.put("transaction.state.log.load.buffer.size", MIB);
    p.put("share.coordinator.load.buffer.size", MIB);
    // Kafka's default for the cleaner is 128 MiB of heap; 8 MiB hold 300,000 keys per pass.
    p.put("log.cleaner.dedupe.buffer.size", "8388608");
    p.put("log.segment.bytes", "268435456");
    p.put("log.index.size.max.bytes", MIB);
    p.put("socket.send.buffer.bytes", "-1");
    p.put("socket.receive.buffer.bytes", "-1");
    p.put("metric.reporters", "");
  }
}
