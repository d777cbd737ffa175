package dev.freshet.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Value of {@code checkpoints}, JSON: what became of one candidate, and all figures. The key is the
 * generation. In JSON the fields of decision, lineage, judgement and seconds stand beside the
 * others.
 *
 * @param generation number of the candidate; every candidate has one, promoted or not
 * @param decision what became of it
 * @param lineage generations that it follows
 * @param ratings that stood in the snapshot
 * @param judgement how candidate and live model compare
 * @param seconds that each step took
 * @param snapshot newest sequence of each user partition that the snapshot contained
 * @param content what was published of it; null where nothing was, and in records from before this
 *     was noted
 * @param trigger why there was a candidate at all; null in records from before this was said
 * @param watch how well the live model does; null in records from before it was watched
 * @param events that the user side had taken in when it was decided to train; null where nothing
 *     was trained, and in records from before this was noted
 * @param ranking how the ranking head stands with it; null where an error ended it outside of
 *     training, and in records from before there was one
 */
public record Checkpoint(
    int generation,
    @JsonUnwrapped Decision decision,
    @JsonUnwrapped Lineage lineage,
    long ratings,
    @JsonUnwrapped Judgement judgement,
    @JsonUnwrapped(suffix = "Seconds") Seconds seconds,
    List<Long> snapshot,
    @Nullable Content content,
    @Nullable Trigger trigger,
    @Nullable Watch watch,
    @Nullable Long events,
    @Nullable Ranking ranking) {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .configure(DeserializationFeature.READ_ENUMS_USING_TO_STRING, true)
          .configure(SerializationFeature.WRITE_ENUMS_USING_TO_STRING, true);

  /** Copies the snapshot. */
  public Checkpoint {
    snapshot = List.copyOf(snapshot);
  }

  /** One of which nothing is published yet, without a trigger, not watched. */
  public Checkpoint(
      int generation,
      Decision decision,
      Lineage lineage,
      long ratings,
      Judgement judgement,
      Seconds seconds,
      List<Long> snapshot) {
    this(
        generation,
        decision,
        lineage,
        ratings,
        judgement,
        seconds,
        snapshot,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * What became of a candidate.
   *
   * @param fate the outcome
   * @param reason one sentence why
   * @param at when it was decided, milliseconds since the epoch
   */
  public record Decision(Fate fate, String reason, long at) {}

  /**
   * Generations that a candidate follows.
   *
   * @param incumbent generation that was live when it was decided
   * @param restores the earlier generation that a rollback brings back; null for a training
   */
  public record Lineage(int incumbent, @Nullable Integer restores) {}

  /**
   * How a candidate compares with the live model on ratings that were held out of training. JSON
   * has finite numbers only: figures that are not finite become null.
   *
   * @param judged newest ratings of the snapshot, on which the two are compared
   * @param rmse of the candidate, each rating predicted before it was learned; null if not judged
   * @param rmseLive of what the live model really predicted for those; null if not judged
   * @param gain mean of (squared error of the live model − that of the candidate); null if not
   *     judged
   * @param gainError standard error of the gain; null if not judged
   */
  public record Judgement(
      long judged,
      @Nullable Double rmse,
      @Nullable Double rmseLive,
      @Nullable Double gain,
      @Nullable Double gainError) {

    /** Nothing was judged. */
    public static final Judgement NONE = new Judgement(0, null, null, null, null);

    /** Drops figures that are not finite. */
    public Judgement {
      rmse = finite(rmse);
      rmseLive = finite(rmseLive);
      gain = finite(gain);
      gainError = finite(gainError);
    }

    static @Nullable Double finite(@Nullable Double figure) {
      return figure != null && Double.isFinite(figure) ? figure : null;
    }
  }

  /**
   * How long the making of a generation took, in seconds.
   *
   * @param snapshot to read the rating matrix
   * @param train to train
   * @param gate to judge
   * @param publish to publish
   */
  public record Seconds(double snapshot, double train, double gate, double publish) {

    /** Nothing took any time. */
    public static final Seconds NONE = new Seconds(0, 0, 0, 0);

    /** A copy with the time to publish. */
    Seconds published(double newPublish) {
      return new Seconds(snapshot, train, gate, newPublish);
    }
  }

  /**
   * What was published of a generation, and where it lies.
   *
   * @param space that its factors live in
   * @param users number of users with factors
   * @param movies number of movies with factors
   * @param usersFrom offset in each partition of {@code checkpoint-users} at which it begins
   * @param moviesFrom offset at which it begins in each partition of {@code checkpoint-movies}
   */
  public record Content(
      Space space, long users, long movies, List<Long> usersFrom, List<Long> moviesFrom) {

    /** Copies the offsets. */
    public Content {
      usersFrom = List.copyOf(usersFrom);
      moviesFrom = List.copyOf(moviesFrom);
    }
  }

  /**
   * What the numbers of a generation mean.
   *
   * @param rank length of the vectors
   * @param mu the μ of predictions, in rating units
   * @param min lowest rating of the scale
   * @param max highest rating of the scale
   */
  public record Space(int rank, float mu, float min, float max) {}

  /** What can become of a candidate. */
  public enum Fate {
    /** It is the live model, or was until the next one. */
    PROMOTED,
    /** It did not prove better, or there was too little to train on. */
    REFUSED,
    /** Training, bringing back or publishing it ended by an error; nothing changed. */
    FAILED,
    /** It was promoted, and an earlier one was brought back in its place. */
    ROLLED_BACK;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What became of the candidate. */
  public Fate fate() {
    return decision.fate;
  }

  /** One sentence why. */
  public String reason() {
    return decision.reason;
  }

  /** Whether it is or was live. */
  public boolean wasPromoted() {
    return fate() == Fate.PROMOTED || fate() == Fate.ROLLED_BACK;
  }

  /** Why there is a candidate. */
  public enum Trigger {
    /** There were enough events for the first time. */
    FIRST,
    /** The events had grown by a share since the last time. */
    GROWTH,
    /** The live model had become worse beside biases alone. */
    DRIFT,
    /** The settings ask for factors of another kind. */
    SETTINGS,
    /** Somebody asked. */
    REQUEST,
    /** A promoted model did worse than the one before: Freshet went back by itself. */
    WATCH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How well the live model does beside biases alone, over windows of ratings as they came.
   *
   * @param before newest ratings of the snapshot, under the model that was live until then; null
   *     where nothing was trained
   * @param from totals when the present window began; null before the generation is adopted
   * @param after the first window after adoption; null until it is full
   * @param newest the newest full window; null until there is one
   * @param adopted when the trainer saw that everybody had adopted the generation, milliseconds
   *     since the epoch; null before, and in records from before this was noted
   */
  public record Watch(
      @Nullable ErrorSums before,
      @Nullable ErrorSums from,
      @Nullable ErrorSums after,
      @Nullable ErrorSums newest,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long adopted) {

    /** Nothing is known yet. */
    public static final Watch NONE = new Watch(null, null, null, null);

    /** One that does not say when the generation was adopted. */
    public Watch(
        @Nullable ErrorSums before,
        @Nullable ErrorSums from,
        @Nullable ErrorSums after,
        @Nullable ErrorSums newest) {
      this(before, from, after, newest, null);
    }

    /** One of a candidate. */
    public static Watch before(ErrorSums before) {
      return new Watch(before, null, null, null);
    }

    /** A copy whose window begins at these totals. */
    public Watch beginning(ErrorSums totals) {
      return new Watch(before, totals, after, newest, adopted);
    }

    /** A copy whose window has ended at these totals. A fuller one takes the place of the first. */
    public Watch full(ErrorSums window, ErrorSums totals) {
      boolean isFuller = after == null || window.ratings() >= 2 * after.ratings();
      return new Watch(before, totals, isFuller ? window : after, window, adopted);
    }
  }

  /** The record's key. */
  public byte[] key() {
    return Integer.toString(generation).getBytes(StandardCharsets.UTF_8);
  }

  /** This record once another generation was brought back in its place. */
  public Checkpoint rolledBack(Checkpoint by) {
    String why = "generation " + by.generation() + " brought " + by.lineage.restores + " back";
    return with(Fate.ROLLED_BACK, by.trigger == Trigger.WATCH ? why + " by itself" : why);
  }

  /** A copy with another fate. */
  public Checkpoint with(Fate newFate, String newReason) {
    Decision newDecision = new Decision(newFate, newReason, decision.at);
    return copy(newDecision, seconds, content, trigger, watch, events, ranking);
  }

  /** A copy with what is to be said of the ranking head. */
  public Checkpoint ranked(@Nullable Ranking newRanking) {
    return copy(decision, seconds, content, trigger, watch, events, newRanking);
  }

  /** The ranking head that is live with it. */
  public Ranking rankingOrNone() {
    return ranking == null ? Ranking.NONE : ranking;
  }

  /** A copy with the time that publishing the factors took, and what was published, if any. */
  public Checkpoint published(double newSeconds, @Nullable Content published) {
    return copy(
        decision, seconds.published(newSeconds), published, trigger, watch, events, ranking);
  }

  /** A copy that says why there was a candidate. */
  public Checkpoint because(Trigger newTrigger) {
    return copy(decision, seconds, content, newTrigger, watch, events, ranking);
  }

  /** A copy with how well the live model does. */
  public Checkpoint watched(Watch newWatch) {
    return copy(decision, seconds, content, trigger, newWatch, events, ranking);
  }

  /**
   * A copy that says when everybody had adopted it; itself where that is said, and where its first
   * window has not begun.
   *
   * @param now milliseconds since the epoch
   */
  public Checkpoint adoptedAt(long now) {
    boolean isToBeSaid = watch != null && watch.from != null && watch.adopted == null;
    return isToBeSaid && watch != null
        ? watched(new Watch(watch.before, watch.from, watch.after, watch.newest, now))
        : this;
  }

  /** A copy with the number of events that were known when its training was begun. */
  public Checkpoint knowing(long newEvents) {
    return copy(decision, seconds, content, trigger, watch, newEvents, ranking);
  }

  private Checkpoint copy(
      Decision newDecision,
      Seconds newSeconds,
      @Nullable Content newContent,
      @Nullable Trigger newTrigger,
      @Nullable Watch newWatch,
      @Nullable Long newEvents,
      @Nullable Ranking newRanking) {
    return new Checkpoint(
        generation,
        newDecision,
        lineage,
        ratings,
        judgement,
        newSeconds,
        snapshot,
        newContent,
        newTrigger,
        newWatch,
        newEvents,
        newRanking);
  }

  /** The bytes of this checkpoint as JSON. */
  public byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + this, e);
    }
  }

  /**
   * Reads {@link #toJson}.
   *
   * @throws UncheckedIOException if it is not such a record
   */
  public static Checkpoint fromJson(byte[] json) {
    try {
      Checkpoint read = JSON.readValue(json, Checkpoint.class);
      if (read == null || read.fate() == null || read.reason() == null || read.generation < 1) {
        throw new IOException("generation, fate or reason is missing");
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException("not a record of checkpoints", e);
    }
  }
}
