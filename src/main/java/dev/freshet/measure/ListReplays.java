package dev.freshet.measure;

import dev.freshet.data.RatingSet;
import dev.freshet.measure.lists.Answers;
import dev.freshet.measure.lists.ListFindings;
import dev.freshet.measure.lists.PlaceProbe;
import dev.freshet.measure.lists.Questions;
import dev.freshet.measure.lists.References;
import dev.freshet.online.OnlineSgd;
import dev.freshet.retrain.RetrainSettings;
import dev.freshet.stream.StreamSettings;
import dev.freshet.stream.staleness.StalenessGate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Replays a rating file to ask where movies stand in the lists that would be sent, and asks plain
 * orders the same. Nothing else is measured in these replays: asking takes time.
 */
final class ListReplays {

  /** Ratings that the movie side is behind at most where lists are to be as new as they can. */
  private static final long PACED = 100;

  private final LocalSystem system;
  private final StreamSettings settings;
  private final Accepted accepted;
  private final RatingSet set;
  private final Questions questions;
  private final UnaryOperator<RetrainSettings> retraining;
  private final Evaluation.StageProgress progress;
  private Map<String, Answers> references = Map.of();
  private ListFindings.Replayed paced = ListFindings.Replayed.NONE;
  private ListFindings.Replayed usual = ListFindings.Replayed.NONE;

  /**
   * Prepares.
   *
   * @param likedFrom lowest rating that counts as liked
   * @param retraining changes the settings of retraining
   */
  ListReplays(
      LocalSystem system,
      StreamSettings settings,
      RatingSet set,
      float likedFrom,
      UnaryOperator<RetrainSettings> retraining,
      Evaluation.StageProgress progress) {
    this.system = system;
    this.settings = settings;
    this.accepted = Accepted.of(set, settings);
    this.set = accepted.set(); // Before what is rejected nothing is asked.
    this.questions = Questions.of(this.set.ratings(), likedFrom, settings.users().interactions());
    this.retraining = retraining;
    this.progress = progress;
  }

  /**
   * Asks.
   *
   * @param points numbers of events after which is retrained; none for no retrained replay
   */
  ListFindings run(int[] points) {
    int[] held = IntStream.of(points).map(accepted::before).toArray();
    references =
        References.answers(
            questions,
            new OnlineSgd(settings.sgd(), settings.scale()),
            settings.users().lists().recommender().damping(),
            event -> progress.at("asking plain orders", event, set.ratings().size()));
    StalenessGate.Settings bound = settings.staleness();
    StalenessGate.Settings least = new StalenessGate.Settings(PACED, 0, PACED, bound.check());
    replay("paced-", held, least, replayed -> paced = replayed);
    replay("usual-", held, bound, replayed -> usual = replayed);
    return soFar();
  }

  /** What was found up to now: replays and orders that are done. */
  ListFindings soFar() {
    return new ListFindings(questions, paced, usual, references);
  }

  /** Replays, and hands over what is found after each replay. */
  private void replay(
      String prefix,
      int[] points,
      StalenessGate.Settings staleness,
      Consumer<ListFindings.Replayed> found) {
    Map<String, PlaceProbe> probes = new LinkedHashMap<>();
    if (points.length > 0) {
      probes.put("served", replay(prefix + "served.", points, staleness));
      found.accept(replayed(probes));
    }
    probes.put("servedOnline", replay(prefix + "online.", new int[0], staleness));
    found.accept(replayed(probes));
  }

  private static ListFindings.Replayed replayed(Map<String, PlaceProbe> probes) {
    Map<String, Answers> answers = new LinkedHashMap<>();
    probes.forEach((name, probe) -> answers.put(name, probe.answers()));
    return new ListFindings.Replayed(PlaceProbe.staleness(probes.values()), answers);
  }

  private PlaceProbe replay(String prefix, int[] points, StalenessGate.Settings staleness) {
    StreamSettings here = system.on(settings, prefix).withStaleness(staleness);
    HeldReplay replay = new HeldReplay(system, here, set, "asking for lists", progress);
    Tally tally = replay.tally();
    PlaceProbe probe = new PlaceProbe(questions, () -> tally.learned() - tally.learnedByMovies());
    RetrainSettings retrain =
        retraining.apply(RetrainSettings.onRequest(here.deployment(), here.sgd(), here.scale()));
    replay.run(points, retrain, probe, staleness.bound(), step -> {});
    if (probe.answered() != questions.size()) {
      throw new EvaluationException(
          "%d of %d questions were answered".formatted(probe.answered(), questions.size()));
    }
    return probe;
  }
}
