package dev.freshet.retrain;

import dev.freshet.autodiff.Kernels;
import dev.freshet.data.RatingFiles;
import dev.freshet.data.RatingSet;
import dev.freshet.data.Ratings;
import dev.freshet.online.Factors;
import dev.freshet.online.OnlineSgd;
import dev.freshet.train.Genres;
import dev.freshet.train.models.StartFactors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * Retraining every tenth of a file and learning online, one after the other and without Kafka: what
 * the live system should come near to. {@code dev.freshet.retrain.HybridSimulation PATH}.
 */
final class HybridSimulation {

  private HybridSimulation() {}

  public static void main(String[] args) throws Exception {
    RatingSet set = RatingFiles.open(Path.of(args[0]));
    Ratings r = set.ratings();
    int n = r.size();
    OnlineSgd sgd = new OnlineSgd(OnlineSgd.Settings.defaults(), set.scale());
    int[] user = new int[n];
    int[] movie = new int[n];
    float[] rating = new float[n];
    for (int i = 0; i < n; i++) {
      user[i] = r.user(i);
      movie[i] = r.movie(i);
      rating[i] = r.rating(i);
    }
    float[] predicted = new float[n];
    Map<String, List<String>> known = new HashMap<>();
    set.movies().forEach(m -> known.put(m.movieId(), m.genres()));
    List<List<String>> ofMovies =
        r.movieIds().stream().map(id -> known.getOrDefault(id, List.of())).toList();
    boolean isPlain = Boolean.getBoolean("nogenres");
    Genres genres = Genres.of(isPlain ? Collections.nCopies(ofMovies.size(), List.of()) : ofMovies);
    var empty = new RatingMatrix(r.userIds(), r.movieIds(), user, movie, rating, predicted, genres);
    Candidate live = Candidate.afresh(empty, sgd, 0);
    Gate.Settings gate = Gate.Settings.defaults();
    CandidateTraining.Settings training =
        new CandidateTraining.Settings(
            Float.parseFloat(System.getProperty("validation", ".05")),
            Integer.getInteger("least", 10),
            1,
            2,
            1);
    int generation = 0;
    TreeMap<Integer, Candidate> promoted = new TreeMap<>();
    for (int i = 0; i < n; i++) {
      if (i > 0 && i % (n / 10) == 0 && i < n - 9) {
        RatingMatrix seen =
            new RatingMatrix(
                r.userIds(),
                r.movieIds(),
                Arrays.copyOf(user, i),
                Arrays.copyOf(movie, i),
                Arrays.copyOf(rating, i),
                Arrays.copyOf(predicted, i),
                genres);
        int from = i - gate.judged(i);
        generation++;
        long start = System.nanoTime();
        Candidate candidate =
            CandidateTraining.train(
                seen,
                from,
                sgd,
                generation,
                training,
                () -> known(promoted.floorEntry(training.trained(from)), empty, training.least()),
                Kernels.choose(null),
                () -> false);
        Gate.Verdict verdict = Gate.judge(seen, from, candidate, gate);
        System.out.printf(
            Locale.ROOT,
            "%6d %.1f s %s; %s%n",
            i,
            (System.nanoTime() - start) * 1e-9,
            verdict.reason(),
            candidate.recipe());
        if (verdict.promoted()) {
          live = candidate.over(empty);
          promoted.put(i, candidate.over(empty));
        }
      }
      predicted[i] = live.learn(i);
    }
    for (int from : new int[] {0, n / 2}) {
      double sum = 0;
      for (int i = from; i < n; i++) {
        sum += (rating[i] - predicted[i]) * (double) (rating[i] - predicted[i]);
      }
      System.out.printf(Locale.ROOT, "from %d: %.4f%n", from, Math.sqrt(sum / (n - from)));
    }
  }

  /** As {@link KnownFactors} reads them; none where warm starts are turned off. */
  private static @Nullable StartFactors known(
      Map.@Nullable Entry<Integer, Candidate> from, RatingMatrix matrix, int least) {
    if (from == null || Boolean.getBoolean("cold")) {
      return null;
    }
    List<String> users = matrix.userIds();
    List<String> movies = matrix.movieIds();
    int rank = OnlineSgd.Settings.defaults().rank();
    StartFactors known = StartFactors.unknown(users.size(), movies.size(), rank);
    from.getValue().users((id, f) -> set(known.users(), users, id, f, least));
    from.getValue().movies((id, f) -> set(known.movies(), movies, id, f, least));
    return known;
  }

  private static void set(FMatrixRMaj to, List<String> ids, String id, Factors f, int least) {
    if (f.steps() >= least) {
      StartFactors.set(to, ids.indexOf(id), f.vector());
    }
  }
}
