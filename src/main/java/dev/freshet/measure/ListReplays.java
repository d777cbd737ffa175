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
import java.util.function.UnaryOperator;

/**
 * Replays a rating file to ask where movies stand in the lists that would be sent, and asks plain
 * orders the same. Nothing else is measured in these replays: asking takes time.
 */
final class ListReplays {

  /** Ratings that the movie side is behind at most where lists are to be as new as they can. */
  private static final long PACED = 100;

  private final LocalSystem system;
  private final StreamSettings settings;
  private final RatingSet set;
  private final Questions questions;
  private final UnaryOperator<RetrainSettings> retraining;
  private final Evaluation.StageProgress progress;

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
    this.set = set;
    this.questions = Questions.of(set.ratings(), likedFrom, settings.users().interactions());
    this.retraining = retraining;
    this.progress = progress;
  }

  /**
   * Asks.
   *
   * @param points numbers of events after which is retrained; none for no retrained replay
   */
  ListFindings run(int[] points) {
    Map<String, Answers> references =
        References.answers(
            questions,
            new OnlineSgd(settings.sgd(), settings.scale()),
            settings.users().lists().recommender().damping(),
            event -> progress.at("asking plain orders", event, set.ratings().size()));
    StalenessGate.Settings usual = settings.staleness();
    StalenessGate.Settings paced = new StalenessGate.Settings(PACED, 0, PACED, usual.check());
    return new ListFindings(
        questions,
        replayed("paced-", points, paced),
        replayed("usual-", points, usual),
        references);
  }

  private ListFindings.Replayed replayed(
      String prefix, int[] points, StalenessGate.Settings staleness) {
    Map<String, PlaceProbe> probes = new LinkedHashMap<>();
    if (points.length > 0) {
      probes.put("served", replay(prefix + "served.", points, staleness));
    }
    probes.put("servedOnline", replay(prefix + "online.", new int[0], staleness));
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
    replay.run(points, retrain, probe, staleness.bound());
    if (probe.answered() != questions.size()) {
      throw new EvaluationException(
          "%d of %d questions were answered".formatted(probe.answered(), questions.size()));
    }
    return probe;
  }
}
