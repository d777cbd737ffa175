package dev.freshet.demo;

import dev.freshet.app.Service;
import dev.freshet.config.FreshetConfig;
import dev.freshet.console.UserError;
import dev.freshet.embedded.EmbeddedBroker;
import dev.freshet.measure.AwaitedLists;
import dev.freshet.measure.ListSubscriber;
import dev.freshet.measure.LocalSystem;
import dev.freshet.measure.RatingProducer;
import dev.freshet.measure.Replay;
import dev.freshet.online.Scale;
import dev.freshet.stream.StreamSettings;
import dev.freshet.topics.Prefix;
import dev.freshet.topics.Topic;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Movie;
import dev.freshet.wire.Recommendations;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A whole Freshet with a broker of its own, fed and watched, until it is closed. */
public final class Demo implements AutoCloseable {

  private static final int PARTITIONS = 4;
  private static final int FRESHNESS_OVER = 2_000;
  private static final int USERS_AWAITED = 20_000;
  private static final int WORTH_SHOWING = 15;
  private static final long PICTURE_EVERY_MILLIS = 250;

  private final long startedNanos = System.nanoTime();
  private static final Duration CATALOGUE_WITHIN = Duration.ofSeconds(60);

  private final DemoSource source;
  private final Request plan;
  private final FreshetConfig config;
  private final Map<String, String> titles = new HashMap<>();
  private final DemoMeters meters = new DemoMeters();
  private final RecentTimes freshness = new RecentTimes(FRESHNESS_OVER);
  private final AwaitedLists awaited = new AwaitedLists(USERS_AWAITED, freshness::add);
  private final RecentRate ratingsPerSecond = new RecentRate();
  private final RecentRate listsPerSecond = new RecentRate();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicReference<DemoView.@Nullable Candidate> news = new AtomicReference<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final LocalSystem system;
  private final Service service;
  private final DemoFeed feed;
  private final SampleList sample;

  /**
   * What is asked for.
   *
   * @param history ratings that come first, as fast as they are learned
   * @param perSecond rate after that; 0 for as fast as they are learned
   * @param broker where it listens
   */
  public record Request(long history, double perSecond, EmbeddedBroker.Settings broker) {}

  /**
   * Starts everything.
   *
   * @param config settings, the HTTP port among them
   * @throws IOException if the HTTP port cannot be bound
   */
  public Demo(DemoSource source, Request plan, FreshetConfig config) throws IOException {
    this.source = source;
    this.plan = plan;
    this.config = config;
    source.catalogue().forEach(movie -> titles.put(movie.movieId(), title(movie)));
    try {
      system = closing(LocalSystem.start(plan.broker(), PARTITIONS));
      system.createTopics(config.prefix());
      Map<String, Object> kafka = Map.of("bootstrap.servers", system.bootstrapServers());
      try (Replay replay = new Replay(kafka, config.prefix())) {
        replay.movies(source.catalogue());
      }
      StreamSettings here = system.on(config.streams(), config.prefix()).withScale(source.scale());
      service = closing(new Service(config.with(here), meters, this::decided, this::died));
      RatingProducer producer =
          closing(new RatingProducer(kafka, config.prefix(), this::cannotGoOn));
      sample = new SampleList(WORTH_SHOWING, this::isGuest, this::hasLeft);
      feed =
          closing(
              new DemoFeed(
                  source,
                  producer,
                  awaited,
                  meters::handled,
                  plan.history(),
                  plan.perSecond(),
                  this::cannotGoOn));
      String lists = Topic.RECOMMENDATIONS.name(config.prefix());
      closing(new ListSubscriber(system.bootstrapServers(), lists, this::seen));
      awaitCatalogue();
      feed.start();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T closing(T opened) {
    open.push(opened);
    return opened;
  }

  private void decided(Checkpoint candidate) {
    news.set(new DemoView.Candidate(Duration.ofNanos(System.nanoTime() - startedNanos), candidate));
  }

  private void died() {
    over.countDown();
  }

  private void cannotGoOn(Throwable why) {
    failure.compareAndSet(null, why);
    over.countDown();
  }

  private boolean isGuest(String userId) {
    return !feed.knows(userId);
  }

  private boolean hasLeft(String userId) {
    return source.knowsTastes() && source.taste(userId).isEmpty();
  }

  private void seen(Recommendations list, long nanos) {
    awaited.seen(list, nanos);
    sample.offer(list, nanos);
  }

  /** Makes {@link #show} return. Thread-safe. */
  public void stop() {
    over.countDown();
  }

  /**
   * Shows what goes on until the time is over, or something stops it.
   *
   * @param limit from now on; null for no limit
   * @throws UserError if Freshet died or could not be fed
   */
  public void show(DemoConsole console, @Nullable Duration limit) throws InterruptedException {
    long end = limit == null ? Long.MAX_VALUE : System.nanoTime() + limit.toNanos();
    do {
      console.show(view());
    } while (!over.await(PICTURE_EVERY_MILLIS, TimeUnit.MILLISECONDS)
        && (limit == null || System.nanoTime() - end < 0));
    Throwable why = service.failure() == null ? failure.get() : service.failure();
    if (why != null) {
      throw new UserError("the demo stopped: " + why, why);
    }
  }

  /** What there is to show now. For one thread. */
  public DemoView view() {
    long now = System.nanoTime();
    return new DemoView(
        source.title(),
        Duration.ofNanos(now - startedNanos),
        phase(),
        ratingsPerSecond.read(now, meters.learned()),
        meters.learned(),
        meters.rejected(),
        meters.errors(),
        service.streams().gate().lag(),
        freshness.millis(.5),
        freshness.millis(.99),
        listsPerSecond.read(now, awaited.lists()),
        awaited.lists(),
        news.get(),
        sample.shown().map(this::describe).orElse(null),
        joinIn());
  }

  private String phase() {
    if (feed.isOver()) {
      return "all ratings are out; waiting for yours";
    }
    if (!feed.isPastHistory()) {
      return "catching up on %,d ratings".formatted(plan.history());
    }
    return plan.perSecond() > 0
        ? "live at %.0f ratings/s".formatted(plan.perSecond())
        : "as fast as it goes";
  }

  private DemoView.Sample describe(SampleList.Shown shown) {
    Recommendations list = shown.list();
    List<DemoView.ListedTitle> items = new ArrayList<>();
    for (Recommendations.Item item : list.items()) {
      List<String> because = item.because().stream().map(this::title).toList();
      Float stars = item.predictedRating();
      items.add(
          new DemoView.ListedTitle(
              title(item.movieId()), stars == null ? Float.NaN : stars, because));
    }
    String taste = source.taste(list.userId()).orElse(null);
    return new DemoView.Sample(list.userId(), shown.guest(), taste, list.ratings(), items);
  }

  private String title(String movieId) {
    return titles.getOrDefault(movieId, movieId);
  }

  /** Lists before the catalogue is known would be empty. */
  private void awaitCatalogue() {
    long deadline = System.nanoTime() + CATALOGUE_WITHIN.toNanos();
    while (service.streams().replica().catalogueSize() < source.catalogue().size()
        && service.failure() == null
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static String title(Movie movie) {
    Integer year = movie.year();
    return year == null ? movie.title() : movie.title() + " (" + year + ")";
  }

  /** Where the broker listens. */
  public int brokerPort() {
    return Integer.parseInt(system.bootstrapServers().replaceFirst(".*:", ""));
  }

  /** Where metrics and health are served. */
  public int httpPort() {
    return service.http().uri().getPort();
  }

  /** Commands for other terminals. */
  public List<DemoView.Hint> joinIn() {
    int port = brokerPort();
    String where = " -b localhost:" + port;
    if (!config.prefix().equals(Prefix.DEFAULT)) {
      where += " --prefix " + config.prefix();
    }
    Scale scale = source.scale();
    String onScale =
        scale.equals(Scale.MOVIELENS)
            ? ""
            : " --set scale.min=%s --set scale.max=%s".formatted(scale.min(), scale.max());
    URI http = service.http().uri();
    return List.of(
        new DemoView.Hint(
            "rate a film",
            "freshet rate%s%s me %s %s".formatted(where, onScale, source.wellKnown(), best())),
        new DemoView.Hint("see your list", "freshet watch" + where + " --user me"),
        new DemoView.Hint("meters", http.resolve("/metrics") + "  (for Grafana: grafana/)"));
  }

  private String best() {
    float max = source.scale().max();
    return max == Math.rint(max) ? Integer.toString((int) max) : Float.toString(max);
  }

  /** Frees ports, threads and files, the newest first. */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) { // AutoCloseable declares nothing narrower.
        first =
            first == null ? new IllegalStateException("the demo did not end in order", e) : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
