package dev.freshet.online;

/**
 * What has been learned of one user or one movie. Immutable by convention: a step returns new
 * factors and never writes into the arrays of old ones.
 *
 * @param generation the space these factors live in; factors of two generations never meet in one
 *     score
 * @param steps number of SGD steps taken in this generation
 * @param bias learned bias, in rating units
 * @param baseline bias of the biases-alone baseline, in rating units, learned apart from {@code
 *     bias}
 * @param vector latent factors, length k, owned by this record
 */
@SuppressWarnings(
    "ArrayRecordComponent") // The array is the point: kernels index it; equality is never asked.
public record Factors(int generation, int steps, float bias, float baseline, float[] vector) {

  /** These factors with another baseline, which outlives generations. */
  public Factors withBaseline(float other) {
    return new Factors(generation, steps, bias, other, vector);
  }

  /** Length of the vector. */
  public int rank() {
    return vector.length;
  }

  /** Whether every number is finite. */
  public boolean isFinite() {
    float sum = bias + baseline;
    for (float f : vector) {
      sum += f * 0f; // 0 for finite values, NaN otherwise
    }
    return Float.isFinite(sum);
  }
}
