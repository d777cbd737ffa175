package dev.freshet.retrain;

import dev.freshet.online.InteractionWeights;
import dev.freshet.wire.StoredRating;
import dev.freshet.wire.Take;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What interactions say at each place of a {@link Snapshot}: what they count together, the weight
 * of the take, whether one stands and whether one hides the movie. The columns are empty while
 * there is no interaction at all.
 */
final class InteractionColumns {

  private final InteractionWeights weights;
  private final HeapRoom room;
  private float[] strength = new float[0];
  private float[] weight = new float[0];
  private final BitSet acted = new BitSet();
  private final BitSet hidden = new BitSet();

  /**
   * Empty columns.
   *
   * @param weights of interactions
   * @param room that is asked for before they grow
   */
  InteractionColumns(InteractionWeights weights, HeapRoom room) {
    this.weights = weights;
    this.room = room;
  }

  /** Forgets what an older value said. */
  void clear(int place) {
    acted.clear(place);
    hidden.clear(place);
    if (strength.length > 0) {
      strength[place] = 0;
      weight[place] = 1;
    }
  }

  /**
   * Takes in the interactions of a value that has some.
   *
   * @param length of the other columns
   * @throws HeapRoom.TooLittle if the heap is full
   */
  void put(int place, StoredRating stored, int length) {
    if (strength.length == 0) {
      room.require(2L * Float.BYTES * length);
      strength = new float[length];
      weight = new float[length];
      Arrays.fill(weight, 1);
    }
    acted.set(place, stored.isInteracted());
    hidden.set(place, stored.hides(weights));
    strength[place] = stored.strength(weights);
    Take take = stored.take();
    weight[place] = take == null ? 1 : take.weight();
  }

  /** Whether an interaction stands. */
  boolean isActed(int place) {
    return acted.get(place);
  }

  /** Bytes for each place. */
  long bytes() {
    return strength.length == 0 ? 0 : 2L * Float.BYTES;
  }

  /** Makes the columns as long as the others. */
  void resize(int length) {
    if (strength.length > 0) {
      int known = Math.min(weight.length, length);
      strength = Arrays.copyOf(strength, length);
      weight = Arrays.copyOf(weight, length);
      Arrays.fill(weight, known, weight.length, 1);
    }
  }

  /**
   * The interactions of some places; the columns are given up.
   *
   * @param places in the order of the rows
   * @param rowOf row of each rating that stands
   * @return null where there are none
   */
  MatrixTakes.@Nullable Interactions select(int[] places, int[] rowOf) {
    if (strength.length == 0) {
      return null;
    }
    strength = Columns.select(strength, places);
    weight = Columns.select(weight, places);
    BitSet out = new BitSet();
    for (int row = 0; row < places.length; row++) {
      out.set(row, hidden.get(places[row]));
    }
    return new MatrixTakes.Interactions(strength, weight, out, rowOf);
  }
}
