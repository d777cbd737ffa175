package dev.freshet.measure.lists;

/**
 * Orders movies by the number of their takes, of which each weighs less the more followed it: half
 * after so many. A take that grows counts by how much, when it does. Kept in forward form: the
 * newest weighs 2^(t/h), and all are made small again before numbers grow too large.
 */
final class TakeCounts implements Line {

  /** Far below the largest double, 2^1023. */
  private static final double LARGEST = 0x1p500;

  private final Takes takes;
  private final double[] counts;
  private final double growth;
  private double weight = 1;

  /**
   * Counts that fade.
   *
   * @param halfLife in takes; infinite for counts that do not fade
   */
  TakeCounts(Takes takes, double halfLife) {
    this.takes = takes;
    this.counts = new double[takes.ratings().movieIds().size()];
    this.growth = Math.pow(2, 1 / halfLife);
  }

  @Override
  public void score(int event, double[] scores) {
    System.arraycopy(counts, 0, scores, 0, counts.length);
  }

  @Override
  public void learn(int event) {
    float gain = takes.gain(event);
    if (gain > 0) {
      counts[takes.ratings().movie(event)] += gain * weight;
      weight *= Math.pow(growth, gain);
      if (weight > LARGEST) {
        for (int movie = 0; movie < counts.length; movie++) {
          counts[movie] /= weight;
        }
        weight = 1;
      }
    }
  }
}
