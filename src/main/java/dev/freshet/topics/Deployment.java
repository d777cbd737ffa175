package dev.freshet.topics;

/**
 * Where one Freshet lives; several may share a cluster.
 *
 * @param kafka how its clients reach the cluster
 * @param prefix what the names of all its topics, groups and transactional ids start with
 * @param partitions of its topics that are not single
 */
public record Deployment(KafkaSettings kafka, String prefix, int partitions) {

  /** A copy whose clients have other settings. */
  public Deployment with(KafkaSettings other) {
    return new Deployment(other, prefix, partitions);
  }
}
