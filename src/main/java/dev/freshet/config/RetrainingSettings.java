package dev.freshet.config;

import static dev.freshet.config.Constraint.atLeast;
import static dev.freshet.config.Constraint.notNegative;
import static dev.freshet.config.Setting.duration;
import static dev.freshet.config.Setting.number;
import static dev.freshet.config.Setting.whole;

import dev.freshet.config.FreshetSettings.Section;
import dev.freshet.retrain.CandidateTraining;
import dev.freshet.retrain.Gate;
import dev.freshet.retrain.LiveWatch;
import dev.freshet.retrain.RetrainSettings;
import java.time.Duration;
import java.util.ArrayList;

/** The settings of retraining. What each setting is, is said by its own last text. */
public final class RetrainingSettings {

  private static final RetrainSettings.Cadence SCHEDULE = RetrainSettings.Cadence.defaults();
  private static final CandidateTraining.Settings TRAINING = CandidateTraining.Settings.defaults();
  private static final Gate.Settings GATE = Gate.Settings.defaults();

  private static final LiveWatch.Settings WATCH = LiveWatch.Settings.defaults();

  static final Section SECTION = new Section("Retraining", new ArrayList<>());

  public static final Setting<Boolean> RETRAIN =
      SECTION.add(
          Setting.of(
              "retrain",
              SettingType.YES_OR_NO,
              "true",
              "Whether this process retrains, where it runs the user side and no other does."));

  public static final Setting<Integer> RETRAIN_FIRST =
      SECTION.add(
          whole(
                  "retrain.first",
                  String.valueOf(SCHEDULE.first()),
                  "Events before the first retraining; 0 retrains only when asked.")
              .where(atLeast(0)));

  public static final Setting<Float> RETRAIN_GROWTH =
      SECTION.add(
          number(
                  "retrain.growth",
                  String.valueOf(SCHEDULE.growth()),
                  "Share by which events must have grown since the last retraining.")
              .where(notNegative()));

  public static final Setting<Duration> RETRAIN_LOOK =
      SECTION.add(
          duration(
                  "retrain.look",
                  SCHEDULE.look(),
                  "Time between looks at whether it is time to retrain unasked.")
              .forExperts());

  public static final Setting<Integer> RETRAIN_THREADS =
      SECTION.add(
          whole("retrain.threads", String.valueOf(TRAINING.threads()), "Threads that train.")
              .where(atLeast(1)));

  public static final Setting<Float> RETRAIN_THREADS_SHARE =
      SECTION.add(
          number(
                  "retrain.threads.share",
                  String.valueOf(TRAINING.share()),
                  "Share of the time that they work at least; more only while cores are free.")
              .where(new Constraint<>("above 0 and at most 1", share -> share > 0 && share <= 1)));

  public static final Setting<Float> RETRAIN_GATE_SHARE =
      SECTION.add(
          number(
                  "retrain.gate.share",
                  String.valueOf(GATE.share()),
                  "Share of the newest ratings that a candidate is judged on.")
              .where(new Constraint<>("above 0 and below 1", n -> n > 0 && n < 1))
              .forExperts());

  public static final Setting<Integer> RETRAIN_GATE_LEAST =
      SECTION.add(
          whole(
                  "retrain.gate.least",
                  String.valueOf(GATE.least()),
                  "Ratings that a candidate is judged on at least.")
              .where(atLeast(2))
              .forExperts());

  public static final Setting<Integer> RETRAIN_GATE_TAKES =
      SECTION.add(
          whole(
                  "retrain.gate.takes",
                  String.valueOf(GATE.takes()),
                  "Takes whose place in the live list is known, without which lists are not judged and"
                      + " the ranking head stays as it is.")
              .where(atLeast(2))
              .forExperts());

  public static final Setting<Float> RETRAIN_GATE_Z =
      SECTION.add(
          number(
                  "retrain.gate.z",
                  String.valueOf(GATE.z()),
                  "Standard errors by which a candidate must be better than the live model.")
              .where(notNegative())
              .forExperts());

  public static final Setting<Integer> RETRAIN_KEEP =
      SECTION.add(
          whole(
                  "retrain.keep",
                  String.valueOf(RetrainSettings.KEEP),
                  "Generations whose factors are kept for rollback and export, with the live one.")
              .where(atLeast(1)));

  public static final Setting<Integer> RETRAIN_WATCH_RATINGS =
      SECTION.add(
          whole(
                  "retrain.watch.ratings",
                  String.valueOf(WATCH.window().ratings()),
                  "Ratings in a window over which the live error is taken; 0 watches nothing.")
              .where(atLeast(0))
              .forExperts());

  public static final Setting<Float> RETRAIN_WATCH_SHARE =
      SECTION.add(
          number(
                  "retrain.watch.share",
                  String.valueOf(WATCH.share()),
                  "Share by which a promoted model may do worse, beside biases, than the one before.")
              .where(notNegative())
              .forExperts());

  public static final Setting<Float> RETRAIN_WATCH_Z =
      SECTION.add(
          number(
                  "retrain.watch.z",
                  String.valueOf(WATCH.window().z()),
                  "Standard errors by which two windows must differ.")
              .where(notNegative())
              .forExperts());

  public static final Setting<Duration> RETRAIN_WATCH_LONGEST =
      SECTION.add(
          duration(
                  "retrain.watch.longest",
                  WATCH.longest(),
                  "Time after adoption at which a promoted model is watched no more than any, with few ratings.")
              .forExperts());

  public static final Setting<Float> RETRAIN_DRIFT_SHARE =
      SECTION.add(
          number(
                  "retrain.drift.share",
                  String.valueOf(WATCH.drift()),
                  "Share by which the live error may grow before it is retrained; 0 never does.")
              .where(notNegative())
              .forExperts());

  private RetrainingSettings() {}
}
