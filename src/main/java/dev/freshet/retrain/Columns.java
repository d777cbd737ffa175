package dev.freshet.retrain;

/** Picks rows of columns. */
final class Columns {

  private Columns() {}

  static int[] select(int[] column, int[] places) {
    int[] out = new int[places.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = column[places[i]];
    }
    return out;
  }

  static float[] select(float[] column, int[] places) {
    float[] out = new float[places.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = column[places[i]];
    }
    return out;
  }

  static byte[] select(byte[] column, int[] places) {
    byte[] out = new byte[places.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = column[places[i]];
    }
    return out;
  }
}
