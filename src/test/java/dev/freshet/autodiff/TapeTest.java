package dev.freshet.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TapeTest {

  private final Tape tape = new Tape(new EjmlKernels(), 0, 1);

  @Test
  void descentOnASquareFollowsItsClosedForm() {
    // J = (w·1 − 1)², dJ/dw = 2(w − 1): each step leaves 98% of w − 1, which starts at 2.
    Parameter w = parameter("w", 1, 1, 3);
    for (int step = 0; step < 30; step++) {
      tape.clear();
      Node error = tape.subtract(tape.parameter(w), tape.scalar(1));
      tape.backward(tape.sum(tape.apply(Elementwise.SQUARE, error)));
      w.value().data[0] -= .01f * w.gradient(0).data()[0];
      w.gradient(0).clear();
    }
    assertEquals(1 + 2 * Math.pow(.98, 30), w.value().data[0], 1e-5);
  }

  @Test
  void nodeThatIsUsedTwiceGetsBothGradients() {
    Parameter w = parameter("w", 1, 2, 3, -2);
    Node a = tape.parameter(w);
    tape.backward(tape.sum(tape.add(tape.multiply(a, a), tape.scale(a, 5))));
    assertArrayEquals(new float[] {2 * 3 + 5, 2 * -2 + 5}, w.gradient(0).data());
  }

  @Test
  void productOfANodeWithItselfGetsBothGradients() {
    Parameter w = parameter("w", 1, 2, 3, -2);
    Node a = tape.parameter(w);
    tape.backward(tape.product(a, false, a, true));
    assertArrayEquals(new float[] {6, -4}, w.gradient(0).data());
  }

  @Test
  void parameterThatIsRecordedTwiceGetsBothGradients() {
    Parameter w = parameter("w", 2, 1, 3, 5);
    Node all = tape.sum(tape.parameter(w));
    Node second = tape.sum(tape.gather(w, new int[] {1, 1}, 2));
    tape.backward(tape.add(all, second));
    assertArrayEquals(new float[] {1, 3}, w.gradient(0).data());
  }

  @Test
  void constantsGetNoGradient() {
    Parameter w = parameter("w", 1, 2, 3, -2);
    Node constant = tape.constant(new FMatrixRMaj(1, 2, true, 4, 5));
    Node ofConstants = tape.multiply(constant, constant);
    Node loss = tape.sum(tape.multiply(tape.parameter(w), ofConstants));
    tape.backward(loss);
    assertFalse(constant.hasGradient());
    assertFalse(ofConstants.hasGradient());
    assertArrayEquals(new float[] {16, 25}, w.gradient(0).data());
  }

  @Test
  void onlyGatheredRowsAreTouched() {
    Parameter w = parameter("w", 3, 1, 1, 2, 3);
    tape.backward(tape.sum(tape.gather(w, new int[] {2, 0, 2}, 3)));
    Gradient gradient = w.gradient(0);
    assertEquals(2, gradient.touchedRows());
    assertTrue(gradient.isTouched(0) && !gradient.isTouched(1) && gradient.isTouched(2));
    assertArrayEquals(new float[] {1, 0, 2}, gradient.data());
  }

  @Test
  void operationsOnRowsWhereTheyLieGiveWhatGatheringThemGives() {
    int[] rowsOfA = {2, 0, 2, 2};
    int[] rowsOfB = {1, 3, 0, 1};
    Parameter a = new Parameter("a", GradientCheck.random(1, -1, 1, 3, 6));
    Parameter b = new Parameter("b", GradientCheck.random(2, -1, 1, 4, 6));
    Node inPlace = tape.rowDot(a, rowsOfA, b, rowsOfB, 4);
    Node gathered = tape.rowDot(tape.gather(a, rowsOfA, 4), tape.gather(b, rowsOfB, 4));
    assertArrayEquals(gathered.value().data, inPlace.value().data);
    float l2 = tape.l2(tape.gather(a, rowsOfA, 4)).scalar();
    assertEquals(l2, tape.l2(a, rowsOfA, 4).scalar(), 1e-6f);
    assertEquals(tape.l2(tape.parameter(b)).scalar(), tape.l2(b).scalar());
    assertFalse(b.gradient(0).isTouched(2));
  }

  @Test
  void clearedTapeGivesWhatANewOneGives() {
    for (int rows : new int[] {4, 9, 2, 9, 1}) {
      FMatrixRMaj x = GradientCheck.random(rows, -1, 1, rows, 3);
      tape.clear();
      assertArrayEquals(
          gradientOfALayer(new Tape(new EjmlKernels(), 0, 1), x), gradientOfALayer(tape, x));
    }
  }

  private static float[] gradientOfALayer(Tape tape, FMatrixRMaj x) {
    Parameter w = new Parameter("w", GradientCheck.random(1, -1, 1, 3, 2));
    Parameter b = new Parameter("b", GradientCheck.random(2, -1, 1, 1, 2));
    Node out = tape.add(tape.product(tape.constant(x), tape.parameter(w)), tape.parameter(b));
    tape.backward(tape.sum(tape.apply(Elementwise.TANH, out)));
    float[] both = Arrays.copyOf(w.gradient(0).data(), 8);
    System.arraycopy(b.gradient(0).data(), 0, both, 6, 2);
    return both;
  }

  @Test
  void dropoutKeepsTheMeanAndIsTheIdentityOutsideOfTraining() {
    FMatrixRMaj ones = new FMatrixRMaj(100, 100);
    Arrays.fill(ones.data, 1);
    assertEquals(
        1, tape.sum(tape.dropout(tape.constant(ones), .8f)).scalar() / ones.data.length, .05);
    tape.setTraining(false);
    Node out = tape.dropout(tape.constant(ones), .8f);
    assertArrayEquals(ones.data, out.value().data);
  }

  @Test
  void logisticLossDoesNotOverflow() {
    Node far = tape.constant(new FMatrixRMaj(1, 2, true, 200, -200));
    Node target = tape.constant(new FMatrixRMaj(1, 2, true, 0, 1));
    assertEquals(400, tape.logisticLoss(far, target).scalar(), 1e-3);
  }

  /** −2·log(e¹ / (e¹ + e²)) − log(e³ / (e³ + e⁴)) = 3·log(1 + e). */
  @Test
  void softmaxLossCountsEachChoiceAmongItsRow() {
    Node scores = tape.constant(new FMatrixRMaj(2, 2, true, 1, 2, 3, 4));
    Node target = tape.constant(new FMatrixRMaj(2, 2, true, 2, 0, 1, 0));
    assertEquals(3 * Math.log1p(Math.E), tape.softmaxLoss(scores, target).scalar(), 1e-5);
  }

  @Test
  void softmaxLossDoesNotOverflow() {
    Node far = tape.constant(new FMatrixRMaj(1, 2, true, 200, -200));
    Node target = tape.constant(new FMatrixRMaj(1, 2, true, 0, 1));
    assertEquals(400, tape.softmaxLoss(far, target).scalar(), 1e-3);
  }

  @Test
  void wrongShapesAreNamedBoth() {
    Node a = tape.constant(new FMatrixRMaj(3, 4));
    Node b = tape.constant(new FMatrixRMaj(5, 2));
    Csr s = new Csr(6, 7, new int[7], new int[0], new float[0]);
    Parameter p = new Parameter("p", new FMatrixRMaj(8, 4));
    Parameter q = new Parameter("q", new FMatrixRMaj(8, 3));
    int[] one = {0};
    refuses(() -> tape.add(a, b), "add", "3x4", "5x2");
    refuses(() -> tape.subtract(a, b), "subtract", "3x4", "5x2");
    refuses(() -> tape.multiply(a, b), "multiply", "3x4", "5x2");
    refuses(() -> tape.product(a, b), "product", "3x4", "5x2");
    refuses(() -> tape.product(a, true, b, true), "transposed", "3x4", "5x2");
    refuses(() -> tape.product(s, p), "sparse product", "6x7", "p 8x4");
    refuses(() -> tape.sampledProduct(s, a, p), "sampled product", "6x7", "3x4", "p 8x4");
    refuses(() -> tape.concat(a, b), "concat", "3x4", "5x2");
    refuses(() -> tape.rowDot(a, b), "row dot", "3x4", "5x2");
    refuses(() -> tape.rowDot(p, one, q, one, 1), "row dot", "p 8x4", "q 8x3");
    refuses(() -> tape.rowDot(p, new int[] {8}, p, one, 1), "row dot", "8", "p 8x4");
    refuses(() -> tape.rowDot(p, one, p, new int[] {-1}, 1), "row dot", "-1", "p 8x4");
    refuses(() -> tape.l2(p, new int[] {8}, 1), "l2", "8", "p 8x4");
    refuses(() -> tape.squaredError(a, b), "squared error", "3x4", "5x2");
    refuses(() -> tape.maskedSquaredError(a, a, b), "masked", "3x4", "5x2");
    refuses(() -> tape.logisticLoss(a, b), "logistic loss", "3x4", "5x2");
    refuses(() -> tape.softmaxLoss(a, b), "softmax loss", "3x4", "5x2");
    refuses(() -> tape.backward(a), "backward", "3x4");
    refuses(() -> tape.gather(p, new int[] {8}, 1), "gather", "8", "p 8x4");
    refuses(() -> tape.dropout(a, 1), "dropout", "1.0");
  }

  private static void refuses(Executable operation, String... parts) {
    String message = assertThrows(IllegalArgumentException.class, operation).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  private static Parameter parameter(String name, int rows, int cols, float... values) {
    return new Parameter(name, new FMatrixRMaj(rows, cols, true, values));
  }
}
