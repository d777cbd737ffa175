package dev.freshet.retrain;

import dev.freshet.autodiff.Kernels;
import dev.freshet.online.Factors;
import dev.freshet.online.TakeMix;
import dev.freshet.train.models.RankingFit;
import dev.freshet.wire.Checkpoint;
import dev.freshet.wire.Ranking;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The ranking head of one candidate: vectors that know nothing of the ratings that judge it, the
 * comparison of its lists, and vectors of all ratings for when it is promoted.
 */
final class RankingTrial {

  private final RetrainSettings settings;
  private final Kernels kernels;
  private final int generation;
  private final RatingMatrix matrix;
  private final int from;
  private final IntPredicate judges;
  private final BooleanSupplier stop;
  private final long known;
  private @Nullable ListGate gate;
  private ListGate.@Nullable Verdict verdict;

  /**
   * A trial; nothing is fitted yet.
   *
   * @param generation of the candidate
   * @param from number of the oldest rows of the takes, which do not judge
   * @param judges whether the takes of a user count, by index
   * @param stop true ends it early
   */
  RankingTrial(
      RetrainSettings settings,
      Kernels kernels,
      int generation,
      RatingMatrix matrix,
      int from,
      IntPredicate judges,
      BooleanSupplier stop) {
    this.judges = judges;
    this.settings = settings;
    this.kernels = kernels;
    this.generation = generation;
    this.matrix = matrix;
    this.from = from;
    this.stop = stop;
    MatrixTakes takes = matrix.takes();
    this.known =
        IntStream.range(from, takes.size())
            .filter(row -> takes.isPlaced(row) && judges.test(takes.user()[row]))
            .count();
  }

  /**
   * Gets ready to look at lists; without enough takes nothing is fitted, and none are looked at.
   */
  void begin(TakeMix mix, Candidate candidate) {
    RankingFit fit = known < settings.gate().takes() ? null : fit(from);
    if (fit != null) {
      gate = new ListGate(matrix, from, settings.scale(), mix, candidate, fit, judges, stop);
    }
  }

  private @Nullable RankingFit fit(int until) {
    return CandidateTraining.ranking(
        matrix, until, settings.scale(), settings.training(), kernels, stop);
  }

  /** Looks at the lists before a rating, in the order of the ratings. */
  void before(int rating) {
    if (gate != null) {
      gate.before(rating);
    }
  }

  /** The verdict on lists, once all were looked at; null where they were not judged. */
  ListGate.@Nullable Verdict verdict() {
    if (verdict == null && gate != null) {
      gate.end();
      ListGate.Verdict found = gate.verdict();
      verdict = Double.isFinite(found.gainError()) ? found : null; // else all takes are one user's
    }
    return verdict;
  }

  /** What is to be said of lists, for people. */
  String reason(float z) {
    ListGate.Verdict of = verdict();
    if (of != null) {
      return of.reason(z);
    }
    return known < settings.gate().takes()
        ? String.format(
            Locale.ROOT,
            "lists not judged: their place is known of %,d takes, %d needed",
            known,
            settings.gate().takes())
        : "lists not judged: no vectors could be fitted, or all takes are one user's";
  }

  /**
   * The vectors by the same recipe of all that is known.
   *
   * @param z standard errors that count as chance
   * @return null where the live ones stay: lists were not judged, or are worse, or none can be
   *     fitted
   */
  Publisher.@Nullable FactorSource vectors(float z) {
    ListGate.Verdict of = verdict();
    if (of == null || of.loses(z)) {
      return null;
    }
    RankingFit fit = fit(matrix.takes().size());
    return fit == null
        ? null
        : each -> {
          for (int m = 0; m < fit.movies().length; m++) {
            String movieId = matrix.movieIds().get(fit.movies()[m]);
            each.accept(movieId, new Factors(generation, fit.likes()[m], 0, 0, fit.vector(m)));
          }
        };
  }

  /** The live ranking head, with the figures of the comparison. */
  Ranking ranking(Ranking live) {
    ListGate.Verdict of = verdict();
    return of == null
        ? Ranking.NONE.staying(live)
        : new Ranking(
                0, of.judged(), of.ndcg(), of.ndcgLive(), of.gain(), of.gainError(), 0, List.of())
            .staying(live);
  }

  /** The ranking head that is live with a generation. */
  static Ranking live(Collection<Checkpoint> checkpoints, int generation) {
    return checkpoints.stream()
        .filter(c -> c.generation() == generation)
        .findFirst()
        .map(Checkpoint::rankingOrNone)
        .orElse(Ranking.NONE);
  }
}
