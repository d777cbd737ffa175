package dev.freshet.wire;

import dev.freshet.online.Factors;
import dev.freshet.online.MovieTakes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Value of the user side's store: everything about one user but the ratings, in one value, so that
 * it changes in one write. {@link UserStateFormat} has its bytes.
 *
 * @param factors null where nothing was learned yet, or all was forgotten
 * @param ratings number of ratings that stand
 * @param due whether a list is owed, and why
 * @param dueSince arrival of the oldest event that no list contains, milliseconds since the epoch
 * @param listedAt when the last list was sent that was not for a new generation alone, milliseconds
 *     since the epoch; 0 for never
 * @param source newest event that was taken in
 * @param listed the last list
 * @param forgottenUpTo events up to this event time are ignored; {@link Long#MIN_VALUE} for none
 * @param forgottenAt when the user asked to be forgotten, milliseconds since the epoch
 * @param startedAt sequence at which the user as they are now began: that of the first event that
 *     was taken in, or of the last forgetting; 0 where version 1 did not say, or for nobody
 * @param recent the user's last movies, the newest first, at most {@link MovieTakes#LOOK_BACK}
 * @param interacted number of movies with an interaction that stands
 * @param hidden how many of these the user's lists leave out for it, where no rating stands
 */
public record UserState(
    @Nullable Factors factors,
    int ratings,
    Due due,
    long dueSince,
    long listedAt,
    @Nullable SourcePosition source,
    ListedMovies listed,
    long forgottenUpTo,
    long forgottenAt,
    long startedAt,
    List<String> recent,
    int interacted,
    int hidden) {

  /** A user without interactions. */
  public UserState(
      @Nullable Factors factors,
      int ratings,
      Due due,
      long dueSince,
      long listedAt,
      @Nullable SourcePosition source,
      ListedMovies listed,
      long forgottenUpTo,
      long forgottenAt,
      long startedAt,
      List<String> recent) {
    this(
        factors,
        ratings,
        due,
        dueSince,
        listedAt,
        source,
        listed,
        forgottenUpTo,
        forgottenAt,
        startedAt,
        recent,
        0,
        0);
  }

  /** A user of whom nothing is known. */
  public static final UserState NEW =
      new UserState(
          null, 0, Due.NO, 0, 0, null, ListedMovies.NONE, Long.MIN_VALUE, 0, 0, List.of());

  /** Why a list is owed. */
  public enum Due {
    /** No list is owed. */
    NO((byte) 0, "none"),
    /** An event of the user's was taken in. */
    RATING((byte) 1, "rating"),
    /** A new generation was adopted. */
    CHECKPOINT((byte) 2, "checkpoint"),
    /** A movie of the last list left the catalogue, or it has more for a short list. */
    CATALOGUE((byte) 3, "catalogue");

    private final byte code;
    private final String word;

    Due(byte code, String word) {
      this.code = code;
      this.word = word;
    }

    /** The word in lists and meters, such as {@code rating}. */
    public String word() {
      return word;
    }

    /** The byte that stands for this reason. */
    byte code() {
      return code;
    }

    static Due of(byte code) {
      for (Due due : values()) {
        if (due.code == code) {
          return due;
        }
      }
      throw new UnreadableException("no reason has the code " + code);
    }
  }

  /**
   * After an event was taken in: a list is owed, or nothing is left of a forgotten user.
   *
   * @param learned factors after the step, or the old ones where there was none
   * @param standing number of ratings that stand now
   * @param event the event that was taken in
   * @param sequence its number
   */
  public UserState after(
      @Nullable Factors learned, int standing, RoutedEvent event, long sequence) {
    return after(learned, standing, interacted, event, sequence);
  }

  /**
   * After an event was taken in: a list is owed, or nothing is left of a forgotten user.
   *
   * @param learned factors after the step, or the old ones where there was none
   * @param standing number of ratings that stand now
   * @param interactedNow number of movies with an interaction that stands now
   * @param event the event that was taken in
   * @param sequence its number
   */
  public UserState after(
      @Nullable Factors learned,
      int standing,
      int interactedNow,
      RoutedEvent event,
      long sequence) {
    if (hasMarker() && standing == 0 && interactedNow == 0) {
      Draft gone = NEW.draft();
      gone.source = event.source(); // says that the matrix may hold markers of retractions
      gone.forgottenUpTo = forgottenUpTo;
      gone.forgottenAt = forgottenAt;
      gone.startedAt = sequence;
      return gone.done();
    }
    Draft after = draft();
    after.factors = learned;
    after.ratings = standing;
    after.interacted = interactedNow;
    after.hidden = Math.min(hidden, interactedNow);
    after.due = Due.RATING;
    after.dueSince = isDue() ? Math.min(dueSince, event.arrival()) : event.arrival();
    after.source = event.source();
    after.startedAt = startedAt == 0 && factors == null ? sequence : startedAt;
    return after.done();
  }

  /**
   * A copy after a list was sent; none is owed. A list that no rating led to does not make the user
   * wait for the next that one does.
   */
  public UserState sent(ListedMovies list) {
    boolean isUnasked = due == Due.CHECKPOINT && listedAt > 0;
    Draft sent = draft();
    sent.due = Due.NO;
    sent.dueSince = 0;
    sent.listedAt = isUnasked ? listedAt : list.sentAt();
    sent.listed = list;
    return sent.done();
  }

  /** A copy after an event on a movie, such as the first: it is the newest of the last movies. */
  public UserState had(String movieId) {
    List<String> now = new ArrayList<>(recent);
    now.remove(movieId);
    now.add(0, movieId);
    return with(now.subList(0, Math.min(now.size(), MovieTakes.LOOK_BACK)));
  }

  /** A copy after the event on a movie was taken back: the user never had it. */
  public UserState hadNot(String movieId) {
    List<String> left = new ArrayList<>(recent);
    return left.remove(movieId) ? with(left) : this;
  }

  private UserState with(List<String> lastMovies) {
    Draft other = draft();
    other.recent = List.copyOf(lastMovies);
    return other.done();
  }

  /**
   * A copy with other counts.
   *
   * @param standing number of ratings that stand
   * @param interactedNow number of movies with an interaction that stands
   * @param hiddenNow how many of these lists leave out, where no rating stands
   */
  public UserState counting(int standing, int interactedNow, int hiddenNow) {
    Draft other = draft();
    other.ratings = standing;
    other.interacted = interactedNow;
    other.hidden = hiddenNow;
    return other.done();
  }

  /** A copy with factors of another generation. */
  public UserState moved(Factors newFactors) {
    Draft other = draft();
    other.factors = newFactors;
    return other.done();
  }

  /** A copy that owes a list for this reason; itself if one is owed or the user is gone. */
  public UserState owed(Due reason, long now) {
    if (isDue() || isGone()) {
      return this;
    }
    Draft owed = draft();
    owed.due = reason;
    owed.dueSince = now;
    return owed.done();
  }

  /** What is left of a user who asked to be forgotten: the marker alone. */
  public static UserState forgotten(long upTo, long now, long sequence) {
    return NEW.marked(upTo, now, sequence);
  }

  /** A copy with a forget marker: the user begins anew with what is newer than {@code upTo}. */
  public UserState marked(long upTo, long now, long sequence) {
    Draft marked = draft();
    marked.factors = null;
    marked.forgottenUpTo = upTo;
    marked.forgottenAt = now;
    marked.startedAt = sequence;
    marked.recent = List.of();
    marked.interacted = 0;
    marked.hidden = 0;
    return marked.done();
  }

  /** Whether the user was forgotten and nothing stands that is newer: such a user has no list. */
  public boolean isGone() {
    return hasMarker() && ratings == 0 && interacted == 0;
  }

  /**
   * A copy whose lists leave out so many movies more for interactions; itself if nothing is left.
   */
  public UserState hiding(int more) {
    if (more == 0 || interacted == 0) {
      return this;
    }
    Draft other = draft();
    other.hidden = Math.max(0, hidden + more);
    return other.done();
  }

  /** Whether the user did anything that stands. */
  public boolean isKnown() {
    return ratings > 0 || interacted > 0;
  }

  /** Whether a forget marker is kept. */
  public boolean hasMarker() {
    return forgottenUpTo != Long.MIN_VALUE;
  }

  /** A copy without the forget marker; {@link #NEW} if that was all there was. */
  public UserState withoutMarker() {
    if (factors == null && source == null && !isDue()) {
      return NEW;
    }
    Draft other = draft();
    other.forgottenUpTo = Long.MIN_VALUE;
    other.forgottenAt = 0;
    return other.done();
  }

  /** A copy whose forget marker's time counts from {@code now}. */
  public UserState withMarkerOf(long now) {
    Draft other = draft();
    other.forgottenAt = now;
    return other.done();
  }

  private Draft draft() {
    return new Draft(this);
  }

  /** A state on its way to another: says what changes, and nothing of the rest. */
  private static final class Draft {
    @Nullable Factors factors;
    int ratings;
    Due due;
    long dueSince;
    long listedAt;
    @Nullable SourcePosition source;
    ListedMovies listed;
    long forgottenUpTo;
    long forgottenAt;
    long startedAt;
    List<String> recent;
    int interacted;
    int hidden;

    Draft(UserState from) {
      factors = from.factors;
      ratings = from.ratings;
      due = from.due;
      dueSince = from.dueSince;
      listedAt = from.listedAt;
      source = from.source;
      listed = from.listed;
      forgottenUpTo = from.forgottenUpTo;
      forgottenAt = from.forgottenAt;
      startedAt = from.startedAt;
      recent = from.recent;
      interacted = from.interacted;
      hidden = from.hidden;
    }

    UserState done() {
      return new UserState(
          factors,
          ratings,
          due,
          dueSince,
          listedAt,
          source,
          listed,
          forgottenUpTo,
          forgottenAt,
          startedAt,
          recent,
          interacted,
          hidden);
    }
  }

  /** This value as bytes. */
  public byte[] toBytes() {
    return UserStateFormat.toBytes(this);
  }

  /** Reads {@link #toBytes}. */
  public static UserState fromBytes(byte @Nullable [] bytes) {
    return UserStateFormat.fromBytes(bytes);
  }

  /** Whether a list is owed. */
  public boolean isDue() {
    return due != Due.NO;
  }
}
