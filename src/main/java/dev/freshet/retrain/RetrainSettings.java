package dev.freshet.retrain;

import dev.freshet.online.InteractionWeights;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.topics.Deployment;
import dev.freshet.wire.Checkpoint;
import java.time.Duration;
import java.util.Map;

/**
 * How retraining runs.
 *
 * @param deployment where
 * @param sgd the online step, whose rank the factors have
 * @param scale of ratings
 * @param schedule when to retrain
 * @param training how
 * @param gate what a candidate must prove
 * @param keep generations whose factors are kept for a rollback, the live one among them
 * @param watch what a promoted one must prove
 * @param interactions what events beyond ratings count
 * @param control share of the users who get lists by popularity alone, and judge nothing
 */
public record RetrainSettings(
    Deployment deployment,
    OnlineSgd.Settings sgd,
    Scale scale,
    Cadence schedule,
    CandidateTraining.Settings training,
    Gate.Settings gate,
    int keep,
    LiveWatch.Settings watch,
    InteractionWeights interactions,
    float control) {

  /** Generations that are kept unless another number is set. */
  public static final int KEEP = 5;

  /** The defaults, but that nothing is retrained unasked and nothing watched after a promotion. */
  public static RetrainSettings onRequest(
      Deployment deployment, OnlineSgd.Settings sgd, Scale scale) {
    return new RetrainSettings(
        deployment,
        sgd,
        scale,
        Cadence.onRequest(),
        CandidateTraining.Settings.defaults(),
        Gate.Settings.defaults(),
        KEEP,
        LiveWatch.Settings.off(),
        InteractionWeights.defaults(),
        0);
  }

  /** A copy for another place and ratings on another scale. */
  public RetrainSettings at(Deployment other, Scale otherScale) {
    return new RetrainSettings(
        other, sgd, otherScale, schedule, training, gate, keep, watch, interactions, control);
  }

  /** A copy with another way to train. */
  public RetrainSettings with(CandidateTraining.Settings other) {
    return with(other, gate, keep, watch);
  }

  /** A copy with another gate. */
  public RetrainSettings with(Gate.Settings other) {
    return with(training, other, keep, watch);
  }

  /** A copy with another number of generations kept. */
  public RetrainSettings withKeep(int other) {
    return with(training, gate, other, watch);
  }

  /** A copy with another watch after a promotion. */
  public RetrainSettings with(LiveWatch.Settings other) {
    return with(training, gate, keep, other);
  }

  /** A copy with another share of users in the control arm. */
  public RetrainSettings withControl(float other) {
    return new RetrainSettings(
        deployment, sgd, scale, schedule, training, gate, keep, watch, interactions, other);
  }

  private RetrainSettings with(
      CandidateTraining.Settings newTraining,
      Gate.Settings newGate,
      int newKeep,
      LiveWatch.Settings newWatch) {
    return new RetrainSettings(
        deployment,
        sgd,
        scale,
        schedule,
        newTraining,
        newGate,
        newKeep,
        newWatch,
        interactions,
        control);
  }

  /**
   * When to retrain without being asked.
   *
   * @param first ratings before the first time; 0 never retrains unasked
   * @param growth share by which the ratings must have grown since the last time
   * @param look how often it is looked whether it is time: unasked it is retrained no more often
   */
  public record Cadence(long first, float growth, Duration look) {
    /** The defaults. */
    public static Cadence defaults() {
      return new Cadence(10_000, .1f, Duration.ofMinutes(1));
    }

    /** Only when asked. */
    public static Cadence onRequest() {
      return new Cadence(0, 1, Duration.ofMillis(200));
    }

    /** Whether it is time, {@code then} ratings in the last snapshot and {@code now} today. */
    boolean isTime(long then, long now) {
      return first > 0 && now >= first && now >= then * (1 + (double) growth);
    }
  }

  /** Settings of a consumer; the caller adds what it depends on. A fresh copy. */
  public Map<String, Object> consumer() {
    return deployment.kafka().consumerConfig();
  }

  /** Settings of a producer; the caller adds what it depends on. A fresh copy. */
  public Map<String, Object> producer() {
    return deployment.kafka().producerConfig();
  }

  /** What the names of topics, group and transactional id start with. */
  public String prefix() {
    return deployment.prefix();
  }

  /** Partitions of internal topics. */
  public int partitions() {
    return deployment.partitions();
  }

  /** What factors of these settings mean. */
  public Checkpoint.Space space() {
    float mu = new OnlineSgd(sgd, scale).globalBias();
    return new Checkpoint.Space(sgd.rank(), mu, scale.min(), scale.max());
  }

  /** Consumer group and transactional id of whoever retrains. */
  public String name() {
    return prefix() + "retrain";
  }
}
