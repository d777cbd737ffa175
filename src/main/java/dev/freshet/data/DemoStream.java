package dev.freshet.data;

import dev.freshet.online.Scale;
import dev.freshet.wire.RatingEvent;
import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * An endless stream of ratings of the {@link DemoCatalogue} by invented people whose tastes make
 * sense: each loves a genre or two, dislikes one, and has a favourite time. Nobody rates a film
 * twice; who has rated a good part of the catalogue stays away, and somebody new arrives. The same
 * settings give the same ratings; only their event times are the clock's. Not thread-safe.
 */
public final class DemoStream implements Iterator<RatingEvent> {
  private static final double NOISE_SD = .35;

  /** People pick the most promising of so many films that come to their mind. */
  private static final int CONSIDERED = 3;

  /** How surely they pick it, in rating units of noise. */
  private static final double WHIM_SD = 1;

  /** A person rates between a sixth and a half of the catalogue. */
  private static final double FEWEST = 1 / 6., MOST = 1 / 2.;

  private static final List<String> NAMES =
      List.of(
          "ada", "ben", "cleo", "dev", "elif", "finn", "gina", "hugo", "ines", "juri", "kemal",
          "lena", "mira", "nils", "olga", "paul", "quin", "rosa", "sami", "tara", "ugo", "vera",
          "wim", "xenia", "yuki", "zoe");

  private final List<DemoFilm> films = DemoCatalogue.films();
  private final Random random;
  private final Clock clock;
  private final DemoUser[] users;
  private final Map<String, DemoUser> byId = new HashMap<>();
  private int arrived;

  /**
   * Settings of the stream.
   *
   * @param users number of people who rate at any time; the first of them rate more often
   * @param seed same seed, same ratings
   */
  public record Settings(int users, long seed) {
    /** Two hundred people: with more, a model takes longer to find their tastes. */
    public static final Settings DEFAULT = new Settings(200, 1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there is nobody
     */
    public Settings {
      if (users < 1) {
        throw new IllegalArgumentException("a demo needs users, got " + users);
      }
    }
  }

  /** Starts a stream whose event times are {@code clock}'s. */
  public DemoStream(Settings settings, Clock clock) {
    this.clock = clock;
    random = new Random(settings.seed());
    users = new DemoUser[settings.users()];
    for (int slot = 0; slot < users.length; slot++) {
      users[slot] = arrival();
    }
  }

  /** What all ratings are on: half stars, 0.5 to 5. */
  public static Scale scale() {
    return Scale.MOVIELENS;
  }

  /** Always true: the stream has no end. */
  @Override
  public boolean hasNext() {
    return true;
  }

  /** The next rating, given now. */
  @Override
  public RatingEvent next() {
    double x = random.nextDouble();
    int slot = (int) (users.length * x * x);
    DemoUser user = users[slot];
    int film = choice(user);
    double exact = user.opinion(films.get(film)) + NOISE_SD * random.nextGaussian();
    float rating = scale().clip((float) (Math.rint(2 * exact) / 2));
    user.rate(film);
    if (user.isDone()) {
      byId.remove(user.id());
      users[slot] = arrival();
    }
    String movieId = films.get(film).movie().movieId();
    return new RatingEvent(RatingEvent.Kind.RATE, user.id(), movieId, rating, clock.millis());
  }

  /** What a person likes, in words; empty for ids that are not, or no longer, in the stream. */
  public Optional<String> taste(String userId) {
    return Optional.ofNullable(byId.get(userId)).map(DemoUser::taste);
  }

  private int choice(DemoUser user) {
    int best = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < CONSIDERED; i++) {
      int film;
      do {
        film = random.nextInt(films.size());
      } while (user.hasRated(film));
      double promise = user.opinion(films.get(film)) + WHIM_SD * random.nextGaussian();
      if (promise > most) {
        most = promise;
        best = film;
      }
    }
    return best;
  }

  private DemoUser arrival() {
    String id = NAMES.get(arrived % NAMES.size()) + "-" + (arrived / NAMES.size() + 1);
    arrived++;
    double part = FEWEST + (MOST - FEWEST) * random.nextDouble();
    DemoUser user = new DemoUser(id, (int) (part * films.size()), random);
    byId.put(id, user);
    return user;
  }
}
