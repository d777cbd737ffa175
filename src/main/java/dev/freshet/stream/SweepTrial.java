package dev.freshet.stream;

import dev.freshet.online.OnlineSgd;
import dev.freshet.online.Scale;
import dev.freshet.stream.replica.MovieReplica;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Arm;
import dev.freshet.wire.ListedMovies;
import dev.freshet.wire.Movie;
import dev.freshet.wire.MovieEvent;
import dev.freshet.wire.SourcePosition;
import dev.freshet.wire.UserState;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A partition of users in the store that it has in production, with the walk over them as its only
 * work: for {@code bench removals}. Lists are not scored; whoever is found gets one of other
 * movies. Meanwhile users are written as if they rated, so that the store's cache is in use.
 *
 * <p>Three things are found, one after the other: lists owed since a crash; lists with a movie that
 * left; and the same while other movies leave all the time. A tenth of the users each has them.
 */
public final class SweepTrial {

  private static final OnlineSgd.Settings SGD = OnlineSgd.Settings.defaults();

  /** Movies of the catalogue. */
  private static final int MOVIES = 4_000;

  /** Users who would rate in a tick: a thousand in a second. */
  private static final int RATE = 10;

  /** One user in so many has what is to be found. */
  private static final int ONE_IN = 10;

  private static final List<SweepPart> PARTS = List.of(SweepPart.values());

  /** Between two parts: the walk comes to its end, and removals have begun. */
  private static final long PAUSE = Duration.ofSeconds(2).toNanos();

  private SweepTrial() {}

  /**
   * What is tried.
   *
   * @param users in the partition
   * @param removalsEvery how often a movie leaves in the third part
   */
  public record SweepLoad(int users, Duration removalsEvery) {}

  /** What is looked for. */
  public enum SweepPart {
    /** Lists that were owed when the last process died. */
    OWED("owed since a crash"),
    /** Lists with a movie that left. */
    ONE_REMOVAL("one removal"),
    /** Lists with a movie that left while others leave all the time. */
    MANY_REMOVALS("one among many removals");

    private final String words;

    SweepPart(String words) {
      this.words = words;
    }

    /** The name in reports. */
    public String words() {
      return words;
    }
  }

  /**
   * What was found.
   *
   * @param part of the trial
   * @param lists that were looked for
   * @param seconds until the last of them was due
   * @param looked users that were looked at meanwhile
   * @param cpuSeconds that the walk took meanwhile
   */
  public record SweepFigures(
      SweepPart part, int lists, double seconds, long looked, double cpuSeconds) {}

  /**
   * The topology of the trial, which runs as soon as it starts.
   *
   * @param prefix of topics
   * @param settings the tick and the length of lists
   * @param found is told at the end of each part
   */
  public static Topology topology(
      String prefix, SweepLoad load, ListSettings settings, Consumer<SweepFigures> found) {
    var read = new ByteArrayDeserializer();
    return new Topology()
        .addSource("users", read, read, Topic.RATINGS_BY_USER.name(prefix))
        .addProcessor("walk", () -> new Walk(load, settings, found), "users")
        .addStateStore(
            Store.builder(Store.USER_FACTORS).withCachingEnabled().withLoggingDisabled(), "walk");
  }

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  private static final class Walk implements Processor<byte[], byte[], Void, Void> {

    private final SweepLoad load;
    private final ListSettings settings;
    private final Consumer<SweepFigures> found;
    private final Random random = new Random(1);
    private final OnlineSgd sgd = new OnlineSgd(SGD, Scale.MOVIELENS);
    private final MovieReplica replica = new MovieReplica(sgd, 1);
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<String> movies = new ArrayList<>();
    private final DueUsers due;
    private KeyValueStore<Bytes, byte[]> users;
    private UserSweep sweep;
    private int part;
    private boolean isMeasuring = true;
    private int left;
    private long since;
    private long lookedBefore;
    private long cpu;
    private long removedAt;

    Walk(SweepLoad load, ListSettings settings, Consumer<SweepFigures> found) {
      this.load = load;
      this.settings = settings;
      this.found = found;
      this.due = new DueUsers(Duration.ZERO);
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      users = context.getStateStore(Store.USER_FACTORS);
      for (SweepPart each : PARTS) {
        add(theMovieOf(each));
      }
      for (int m = 0; m < MOVIES; m++) {
        String movie = "m" + m;
        add(movie);
        movies.add(movie);
      }
      for (int u = 0; u < load.users(); u++) {
        users.put(id(u), user(u).toBytes());
      }
      int length = settings.recommender().listLength();
      sweep =
          new UserSweep(
              users,
              new UserRounds(users),
              this::read,
              replica,
              length,
              Duration.ofDays(30),
              due,
              System::nanoTime);
      begin();
      context.schedule(settings.tick(), PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    private @Nullable UserState read(Bytes user, long now) {
      byte @Nullable [] stored = users.get(user);
      return stored == null ? null : UserState.fromBytes(stored);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {}

    private void add(String movie) {
      replica.take(new MovieEvent(movie, new Movie(movie, movie, List.of(), null)));
    }

    private static String theMovieOf(SweepPart part) {
      return "the-one-of-" + part;
    }

    private static Bytes id(int user) {
      return Bytes.wrap(Integer.toString(user).getBytes(StandardCharsets.UTF_8));
    }

    private UserState user(int number) {
      List<String> listed = list();
      if (number % ONE_IN < PARTS.size()) {
        listed.set(0, theMovieOf(PARTS.get(number % ONE_IN)));
      }
      boolean isOwed = number % ONE_IN == PARTS.indexOf(SweepPart.OWED);
      return new UserState(
          sgd.starts().newUser(Integer.toString(number), 0, 0),
          20,
          isOwed ? UserState.Due.RATING : UserState.Due.NO,
          isOwed ? 1 : 0,
          1,
          new SourcePosition(0, number),
          ListedMovies.of(listed, 1, 0, Arm.TREATMENT),
          Long.MIN_VALUE,
          0,
          1,
          List.of());
    }

    private List<String> list() {
      List<String> listed = new ArrayList<>();
      for (int m = 0; m < settings.recommender().listLength(); m++) {
        listed.add(movies.get(random.nextInt(movies.size())));
      }
      return listed;
    }

    private void tick(long now) {
      if (part == PARTS.size()) {
        return;
      }
      SweepPart is = PARTS.get(part);
      if (!isMeasuring && System.nanoTime() - since > PAUSE) {
        replica.take(new MovieEvent(theMovieOf(is), null));
        begin();
      }
      if (is == SweepPart.MANY_REMOVALS) {
        removeOthers();
      }
      for (int i = 0; i < RATE; i++) {
        Bytes user = id(random.nextInt(load.users()));
        users.put(user, users.get(user));
      }
      long before = threads.getCurrentThreadCpuTime();
      sweep.run(now);
      cpu += threads.getCurrentThreadCpuTime() - before;
      serve(is, now);
    }

    private void begin() {
      isMeasuring = true;
      left = (load.users() + ONE_IN - 1 - part) / ONE_IN;
      since = System.nanoTime();
      lookedBefore = sweep.looked();
      cpu = 0;
    }

    private void removeOthers() {
      while (System.nanoTime() - removedAt > load.removalsEvery().toNanos() && movies.size() > 1) {
        removedAt = Math.max(removedAt + load.removalsEvery().toNanos(), since);
        String movie = movies.remove(random.nextInt(movies.size()));
        replica.take(new MovieEvent(movie, null));
      }
    }

    /** All that are due get a list. */
    private void serve(SweepPart is, long now) {
      for (Bytes user = due.poll(now); user != null; user = due.poll(now)) {
        UserState state = UserState.fromBytes(users.get(user));
        String first = state.listed().ids().get(0);
        if (isMeasuring && first.equals(theMovieOf(is))) {
          left--;
        }
        List<String> fresh = list();
        if (replica.isListable(first)) {
          fresh.set(0, first);
        }
        users.put(user, state.sent(ListedMovies.of(fresh, now, 0, Arm.TREATMENT)).toBytes());
      }
      if (isMeasuring && left == 0) {
        isMeasuring = false;
        long ended = System.nanoTime();
        int lists = (load.users() + ONE_IN - 1 - part) / ONE_IN;
        long looked = sweep.looked() - lookedBefore;
        found.accept(new SweepFigures(is, lists, (ended - since) * 1e-9, looked, cpu * 1e-9));
        since = ended;
        removedAt = ended;
        part++;
      }
    }
  }
}
