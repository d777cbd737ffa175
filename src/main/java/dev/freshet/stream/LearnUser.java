package dev.freshet.stream;

import dev.freshet.online.InteractionWeights;
import dev.freshet.online.OnlineSgd;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Arm;
import dev.freshet.wire.ControlArm;
import dev.freshet.wire.LearningProgress;
import dev.freshet.wire.MovieUpdate;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.TakesChanged;
import dev.freshet.wire.UserProgress;
import dev.freshet.wire.UserState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Learns from each accepted event of a user ({@link RatingStep}) and owes the user a list for it.
 * At each tick it sends the lists that are due ({@link ListSchedule}) and moves users to a new
 * generation ({@link Adoption}). All that one event changes is in one transaction.
 */
@SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
final class LearnUser extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

  private final UsersTopology.Parts parts;
  private final List<Cancellable> schedules = new ArrayList<>();
  private UserStores stores;
  private StoredProgress progress;
  private RatingStep step;
  private TakeLearner takes;
  private ControlArm control;
  private ListedAndTaken listed;
  private Forgetting forgetting;
  private ListSchedule lists;
  private @Nullable ProbedLists probed;
  private Adoption adoption;

  LearnUser(UsersTopology.Parts parts) {
    this.parts = parts;
  }

  /** A task that is revived comes here again, with its stores as they were at the last commit. */
  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    super.init(context);
    InteractionWeights weights = parts.settings().users().interactions();
    stores = UserStores.of(context, weights, parts.listener());
    progress = StoredProgress.of(context, parts);
    UserProgress counters = progress.counters();
    OnlineSgd sgd = parts.sgd();
    MovieReplica replica = parts.replica();
    replica.startsScoring();
    replica.require(counters.generation());
    replica.usersAreIn(partition(), counters.adopted());
    UserStart start = new UserStart(sgd, replica, counters);
    UserLearner learner = new UserLearner(sgd, start, replica, counters);
    control = new ControlArm(parts.lists().control());
    step =
        new RatingStep(sgd, start, learner, replica, counters, weights, control, parts.listener());
    forgetting = new Forgetting(stores, start, learner, replica, this::send);
    UserTaste taste = new UserTaste(sgd.scale(), weights, replica, progress.mix());
    takes = new TakeLearner(sgd, start, replica, taste, parts.lists().recommender(), parts.order());
    PopularMovies popular = new PopularMovies(replica, System::nanoTime);
    listed =
        new ListedAndTaken(
            progress.listHits(), popular, stores.ratings(), weights, parts.listener());
    DueUsers due = new DueUsers(parts.lists().interval());
    UserRounds rounds = new UserRounds(stores.users().store());
    UserMove move = new UserMove(stores, start, learner, replica, counters, this::send);
    MovingRate rate = new MovingRate(parts.gate()::hasRoomToMove);
    adoption = new Adoption(stores, progress, rounds, move, rate, replica, due);
    lists =
        new ListSchedule(
            parts, due, rounds.another(), start, taste, stores, adoption::current, this::send);
    probed = ProbedLists.of(parts, start, taste, stores);
    schedule(parts.lists().tick(), this::tick);
    schedule(parts.progressInterval(), this::report);
  }

  private void schedule(Duration every, Punctuator what) {
    schedules.add(context().schedule(every, PunctuationType.WALL_CLOCK_TIME, what));
  }

  @Override
  public void close() {
    schedules.forEach(Cancellable::cancel);
    schedules.clear();
    parts.replica().usersLeft(partition());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = Rejected.metadata(context());
    if (progress.takesIn(at.offset())) {
      @Nullable RoutedEvent event =
          stores.aside().read(Topic.RATINGS_BY_USER, record, RoutedEvent::fromBytes);
      if (event == null) {
        progress.counters().unreadable();
      } else if (progress.takesIn(event)) {
        take(record, event);
      }
    }
    progress.save();
    parts.gate().learned(at.partition(), at.offset());
  }

  private void take(Record<byte[], byte[]> record, RoutedEvent event) {
    Bytes user = Bytes.wrap(record.key());
    long now = context().currentSystemTimeMs();
    UserState before = adoption.current(user, now);
    @Nullable StoredRating stored =
        stores.ratings().get(user, event.movieId(), before.forgottenUpTo());
    UserState state = stores.users().recounted(user, before);
    if (probed != null) {
      probed.before(user, state, event);
    }
    RatingStep.Taken taken = step.take(user, state, event, stored, stores::standing);
    int place = taken.isQuestion() ? learnOrder(user, state, event) : 0;
    switch (taken.outcome()) {
      case LEARNED, COUNTED, RETRACTED -> write(user, event, taken, place, now);
      case FORGOTTEN -> forget(user, state, event, now);
      case UNCHANGED, LATE -> {}
    }
    lists.learned(now);
    adoption.waited(event.source().partition(), now - record.timestamp(), lists.isBehind());
    parts.listener().outcome(taken.outcome());
  }

  /**
   * Learns from a take how to order lists, and counts whether the last list had the movie; the
   * ratings are those of before it. What users of the control arm take was chosen from other lists.
   *
   * @return where the movie stood, as {@link TakeLearner#learn} says
   */
  private int learnOrder(Bytes user, UserState before, RoutedEvent event) {
    String movieId = Objects.requireNonNull(event.movieId());
    boolean isTreated = control.of(user) == Arm.TREATMENT;
    int place = isTreated ? takes.learn(user, before, movieId, stores.ratings()) : 0;
    if (place > 0 && place < StoredRating.BEYOND) { // else nothing was learned
      progress.saveMix();
    }
    if (listed.count(user, before, movieId, event)) {
      progress.saveListHits();
    }
    return place;
  }

  private void write(Bytes user, RoutedEvent event, RatingStep.Taken taken, int place, long now) {
    String movieId = Objects.requireNonNull(event.movieId());
    StoredRating rating = Objects.requireNonNull(taken.rating());
    stores
        .ratings()
        .put(
            user,
            movieId,
            place > 0 ? rating.stoodAt(place, progress.counters().sequence()) : rating);
    write(user, taken.user(), now);
    @Nullable TakesChanged takes = taken.takes();
    if (takes != null) {
      send(movieId, takes);
    }
    @Nullable MovieUpdate update = taken.update();
    if (update != null) {
      send(movieId, update);
    }
  }

  private void forget(Bytes user, UserState state, RoutedEvent event, long now) {
    if (Forgetting.isAsked(state, event)) {
      long sequence = progress.counters().sequence();
      write(user, forgetting.forget(user, state, event, sequence, now), now);
    }
  }

  /** Who was forgotten and has nothing that stands loses the list; everybody else is owed one. */
  private void write(Bytes user, UserState state, long now) {
    stores.users().put(user, state);
    if (state.isGone()) {
      forward(UsersTopology.RECOMMENDATIONS, user.get(), null, now);
    } else {
      lists.owe(user, state, now);
    }
  }

  private void tick(long now) {
    lists.look(parts.gate().waiting(partition()), now);
    if (parts.replica().size() == 0 || !parts.replica().isReady()) {
      return; // Nothing could be in a list yet: all stay due until the replica knows a movie.
    }
    lists.sendDue(now);
    adopt(now);
    parts.listener().due(partition(), lists.size());
  }

  /** Who is touched before the next tick moves first, then others. */
  private void adopt(long now) {
    int adopted = progress.counters().adopted();
    List<Bytes> moved = adoption.advance(now, parts.gate().isBehind(partition()));
    moved.forEach(user -> lists.refresh(user, now));
    if (progress.counters().adopted() != adopted) {
      parts.replica().usersAreIn(partition(), progress.counters().adopted());
      progress.reportSoon();
    }
  }

  private void send(String movieId, MovieUpdate update) {
    byte[] key = movieId.getBytes(StandardCharsets.UTF_8);
    long now = context().currentSystemTimeMs();
    forward(UsersTopology.MOVIE_UPDATES, key, update.toBytes(), now);
    if (update.reapplied()) {
      parts.gate().reapplied();
    }
  }

  private void send(String movieId, TakesChanged takes) {
    byte[] key = movieId.getBytes(StandardCharsets.UTF_8);
    long now = context().currentSystemTimeMs();
    forward(UsersTopology.MOVIE_UPDATES, key, takes.toBytes(), now);
  }

  private void send(Bytes user, Recommendations list, long now) {
    forward(UsersTopology.RECOMMENDATIONS, user.get(), list.toJson(), now);
  }

  private void report(long now) {
    @Nullable LearningProgress report = progress.report(now);
    if (report != null) {
      forward(UsersTopology.LEARNING_PROGRESS, report.key(), report.toJson(), now);
    }
  }

  private void forward(String sink, byte[] key, byte @Nullable [] value, long now) {
    context().forward(new Record<>(key, value, now), sink);
  }

  private int partition() {
    return context().taskId().partition();
  }
}
