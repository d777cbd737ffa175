package dev.freshet.stream;

import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.online.UserFoldIn;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.stream.sources.OnlyOnce;
import dev.freshet.topics.Topic;
import dev.freshet.wire.MovieUpdate;
import dev.freshet.wire.RatingKey;
import dev.freshet.wire.Recommendations;
import dev.freshet.wire.RoutedEvent;
import dev.freshet.wire.Side;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.UserProgress;
import dev.freshet.wire.UserState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Learns from each accepted event of a user and owes the user a list for it; sends the lists that
 * are due. All that one event changes is in one transaction.
 */
@SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
final class LearnUser implements Processor<byte[], byte[], byte[], byte[]> {

  /** A list that cannot be made yet is tried again after this. */
  private static final Duration LATER = Duration.ofMillis(200);

  private final UsersTopology.Parts parts;
  private final OnlineSgd sgd;
  private final UserFoldIn foldIn;
  private final MovieReplica replica;
  private final LearningListener listener;
  private final KnownRatings known = new KnownRatings();
  private final ListWriter lists;
  private final DueUsers due;
  private final CatchingUp catchingUp = new CatchingUp();
  private final MovingRate rate;
  private final List<Cancellable> schedules = new ArrayList<>();
  private ProcessorContext<byte[], byte[]> context;
  private KeyValueStore<Bytes, byte[]> users;
  private UserRatings ratings;
  private KeyValueStore<Bytes, byte[]> progressStore;
  private UserProgress progress;

  /** Of events; null before the first. */
  private @Nullable OnlyOnce once;

  private SetAside aside;
  private StoredUsers states;
  private Adoption adoption;
  private Forgetting forgetting;
  private UserSweep sweep;
  private final ReportTurn reports = new ReportTurn();

  LearnUser(UsersTopology.Parts parts) {
    this.parts = parts;
    this.sgd = parts.sgd();
    this.foldIn = new UserFoldIn(sgd);
    this.replica = parts.replica();
    this.listener = parts.listener();
    this.rate = new MovingRate(parts.gate()::hasRoomToMove);
    this.due = new DueUsers(parts.lists().interval());
    this.lists =
        new ListWriter(sgd, replica, parts.lists().recommender(), parts.ratingsTopic(), known);
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    users = context.getStateStore(Store.USER_FACTORS);
    aside = new SetAside(context, listener);
    ratings = new UserRatings(context.getStateStore(Store.USER_RATINGS), aside);
    states = new StoredUsers(users, ratings, aside);
    progressStore = context.getStateStore(Store.USER_PROGRESS);
    int partition = context.taskId().partition();
    byte @Nullable [] bytes = progressStore.get(Progress.KEY);
    @Nullable UserProgress saved =
        Progress.read(Store.USER_PROGRESS, partition, bytes, UserProgress::fromBytes);
    progress = saved == null ? new UserProgress() : saved;
    int listLength = parts.lists().recommender().listLength();
    sweep =
        new UserSweep(
            users,
            states::get,
            replica,
            listLength,
            parts.forgetRetention(),
            due,
            System::nanoTime);
    replica.startsScoring();
    replica.require(progress.generation());
    replica.usersAreIn(context.taskId().partition(), progress.adopted());
    Relearning relearning = new Relearning(sgd, replica, progress);
    forgetting = new Forgetting(ratings, relearning, progress);
    adoption =
        new Adoption(
            users,
            states,
            ratings,
            context.getStateStore(Store.USER_PENDING),
            aside,
            relearning,
            replica,
            progress,
            rate,
            this::sendUpdate);
    // A task that is revived comes here again, with its stores as they were at the last commit.
    known.clear();
    once = null;
    reports.restart();
    schedules.add(
        context.schedule(parts.lists().tick(), PunctuationType.WALL_CLOCK_TIME, this::tick));
    schedules.add(
        context.schedule(parts.progressInterval(), PunctuationType.WALL_CLOCK_TIME, this::report));
  }

  @Override
  public void close() {
    schedules.forEach(Cancellable::cancel);
    schedules.clear();
    replica.usersLeft(context.taskId().partition());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at = Rejected.metadata(context);
    OnlyOnce once = once(at);
    if (once.takesIn(progress, at.offset())) {
      @Nullable RoutedEvent event =
          aside.read(Topic.RATINGS_BY_USER, record, RoutedEvent::fromBytes);
      if (event == null) {
        progress.unreadable();
      } else if (once.takesIn(progress, progress.sources(), event)) {
        take(record, event);
      }
    }
    progressStore.put(Progress.KEY, progress.toBytes());
    parts.gate().learned(at.partition(), at.offset());
  }

  private OnlyOnce once(RecordMetadata at) {
    OnlyOnce known = once;
    if (known == null) {
      known = new OnlyOnce(new TopicPartition(at.topic(), at.partition()), parts.logs());
      once = known;
    }
    return known;
  }

  private void take(Record<byte[], byte[]> record, RoutedEvent event) {
    Bytes userId = Bytes.wrap(record.key());
    UserState before = current(userId);
    Bytes key = event.movieId() == null ? null : RatingKey.of(record.key(), event.movieId());
    StoredRating stored =
        key != null && known.mayHold(userId, Objects.requireNonNull(event.movieId()))
            ? ratings.get(userId, key, before.forgottenUpTo())
            : null;
    UserState user = states.recounted(userId, before);
    Admission.Outcome outcome = Admission.decide(event, stored, user.forgottenUpTo());
    long sequence = progress.nextSequence();
    switch (outcome) {
      case LEARNED -> learn(userId, user, event, Objects.requireNonNull(key), stored, sequence);
      case RETRACTED -> retract(userId, user, event, Objects.requireNonNull(key), stored, sequence);
      case UNCHANGED -> progress.unchanged();
      case LATE -> progress.late();
      case FORGOTTEN -> forget(userId, user, event, sequence);
    }
    long now = context.currentSystemTimeMs();
    catchingUp.learned(now);
    boolean isMoving = progress.adopted() != progress.generation();
    int from = event.source().partition();
    rate.waited(from, now - record.timestamp(), isMoving, catchingUp.isBehind());
    listener.outcome(outcome);
  }

  private void learn(
      Bytes userId,
      UserState state,
      RoutedEvent event,
      Bytes key,
      @Nullable StoredRating stored,
      long sequence) {
    String movieId = Objects.requireNonNull(event.movieId());
    float rating = event.rating();
    Factors user = factorsOf(userId, state);
    Factors movie = replica.factorsBeside(user, movieId);
    float prediction = sgd.predict(user, movie);
    float baseline = sgd.predictBaseline(user, movie);
    float mean = progress.mean(sgd.scale().middle());
    known.add(userId, movieId);
    ratings.put(
        key,
        new StoredRating(
            rating, event.eventTime(), sequence, user.generation(), prediction, baseline));
    Factors stepped =
        foldIn.step(
            user,
            movie,
            rating,
            () -> sgd.newUser(idOf(userId), user.generation(), prior(), user.rank()),
            () -> StandingRatings.of(userId, ratings, state.forgottenUpTo()).beside(user, replica));
    if (stepped.steps() == user.steps()) {
      progress.refused();
      listener.refused(Side.USERS);
    }
    int standing = state.ratings() + (stands(stored) ? 0 : 1);
    owe(userId, state.after(stepped, standing, event, sequence));
    sendUpdate(movieId, new MovieUpdate(rating, user, false, replica.startToTell(movie)));
    progress.learned(rating, prediction, baseline, mean);
    listener.learned(rating, prediction, baseline, mean);
  }

  private void sendUpdate(String movieId, MovieUpdate update) {
    context.forward(
        new Record<>(
            movieId.getBytes(StandardCharsets.UTF_8),
            update.toBytes(),
            context.currentSystemTimeMs()),
        UsersTopology.MOVIE_UPDATES);
    if (update.reapplied()) {
      parts.gate().reapplied();
    }
  }

  private void retract(
      Bytes userId,
      UserState state,
      RoutedEvent event,
      Bytes key,
      @Nullable StoredRating stored,
      long sequence) {
    known.add(userId, Objects.requireNonNull(event.movieId()));
    ratings.put(key, StoredRating.retracted(event.eventTime(), sequence, progress.generation()));
    int standing = state.ratings() - (stands(stored) ? 1 : 0);
    settle(userId, state.after(state.factors(), standing, event, sequence));
    progress.retracted();
  }

  private static boolean stands(@Nullable StoredRating stored) {
    return stored != null && !stored.isRetracted();
  }

  private void owe(Bytes userId, UserState state) {
    users.put(userId, ratings.recounted(userId, state).toBytes());
    long now = context.currentSystemTimeMs(); // in turn, however long ago the last list was
    due.add(userId, state.due(), due.from(state.listedAt(), now));
  }

  private void forget(Bytes userId, UserState state, RoutedEvent event, long sequence) {
    progress.forgotten();
    if (Forgetting.isAsked(state, event)) {
      adoption.forget(userId);
      long now = context.currentSystemTimeMs();
      settle(userId, forgetting.forget(userId, state, event, sequence, now, prior()));
    }
  }

  /** Who was forgotten and has nothing that stands loses the list; everybody else is owed one. */
  private void settle(Bytes userId, UserState state) {
    if (!state.isGone()) {
      owe(userId, state);
      return;
    }
    users.put(userId, state.toBytes());
    long now = context.currentSystemTimeMs();
    context.forward(new Record<>(userId.get(), null, now), UsersTopology.RECOMMENDATIONS);
  }

  private void tick(long now) {
    catchingUp.tick(parts.gate().waiting(context.taskId().partition()), now);
    sweep.run(now);
    if (replica.size() == 0 || !replica.isReady()) {
      return; // Nothing could be in a list yet: all stay due until the replica knows a movie.
    }
    // While there is a backlog lists can wait, all but one in a tick.
    long slice = catchingUp.isBehind() ? 0 : parts.lists().slice().time().toNanos();
    long end = System.nanoTime() + slice;
    Bytes user = due.poll(now);
    while (user != null) {
      send(user, now);
      user = System.nanoTime() < end ? due.poll(now) : null;
    }
    adopt(now);
    listener.due(context.taskId().partition(), due.size());
  }

  /** Who is touched before the next tick moves first, then others. */
  private void adopt(long now) {
    int adopted = progress.adopted();
    List<Bytes> moved = new ArrayList<>();
    if (adoption.advance(now, prior(), moved::add)) {
      progressStore.put(Progress.KEY, progress.toBytes());
    }
    rate.tick(now, parts.gate().isBehind(context.taskId().partition()));
    moved.forEach(user -> refresh(user, now));
    if (progress.adopted() != adopted) {
      replica.usersAreIn(context.taskId().partition(), progress.adopted());
      reports.restart();
    }
  }

  /** A list from the new generation, but no earlier than the user may have one. */
  private void refresh(Bytes userId, long now) {
    UserState state = read(userId);
    long from = due.from(state.listedAt(), now);
    if (from > now) {
      due.add(userId, state.due(), from);
    } else {
      send(userId, now);
    }
  }

  private void send(Bytes userId, long now) {
    UserState state = current(userId);
    if (!state.isDue()) {
      return; // forgotten since
    }
    long start = System.nanoTime();
    @Nullable Recommendations list = lists.write(userId, state, ratings, prior(), now);
    state = states.recounted(userId, state);
    if (list == null) {
      due.add(userId, state.due(), now + LATER.toMillis());
      return;
    }
    context.forward(new Record<>(userId.get(), list.toJson(), now), UsersTopology.RECOMMENDATIONS);
    List<String> movies = list.items().stream().map(Recommendations.Item::movieId).toList();
    users.put(userId, state.listed(movies, isUnasked(state) ? state.listedAt() : now).toBytes());
    long waited = Math.max(0, now - state.dueSince()); // the rating may have another's time
    listener.listed(list.reason(), waited, System.nanoTime() - start);
  }

  /** A list that no rating led to does not make the user wait for the next that one does. */
  private static boolean isUnasked(UserState state) {
    return state.due() == UserState.Due.CHECKPOINT && state.listedAt() > 0;
  }

  private void report(long now) {
    if (reports.isDue(progress.counted(), now)) {
      var report = progress.report(context.taskId().partition());
      context.forward(
          new Record<>(report.key(), report.toJson(), now), UsersTopology.LEARNING_PROGRESS);
    }
  }

  /** The user's factors, of the rank that their generation has. */
  private Factors factorsOf(Bytes userId, UserState state) {
    String id = idOf(userId);
    Factors known = state.factors();
    if (known == null) {
      int generation = progress.generation();
      return sgd.newUser(id, generation, prior(), replica.rankOf(generation));
    }
    return replica.isRankRead(known.generation())
        ? sgd.userOfRank(id, known, replica.rankOf(known.generation()))
        : known;
  }

  private static String idOf(Bytes userId) {
    return new String(userId.get(), StandardCharsets.UTF_8);
  }

  private float prior() {
    return sgd.priorBias(progress.sumOfRatings(), progress.learnedCount());
  }

  /** The user, moved to the partition's generation if need be and if it is the user's turn. */
  private UserState current(Bytes userId) {
    UserState before = read(userId);
    UserState state = adoption.current(userId, before, prior());
    if (state.equals(before)) {
      return state;
    }
    UserState owed = state.owed(UserState.Due.CHECKPOINT, context.currentSystemTimeMs());
    owe(userId, owed);
    return owed;
  }

  private UserState read(Bytes userId) {
    @Nullable UserState stored = states.get(userId, context.currentSystemTimeMs());
    if (stored == null) {
      known.start(userId); // without a record there are no ratings
      return UserState.NEW;
    }
    return stored;
  }
}
