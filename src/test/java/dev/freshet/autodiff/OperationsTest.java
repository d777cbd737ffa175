package dev.freshet.autodiff;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.autodiff.GradientCheck.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation's rule agrees with central differences; a rule that is off by 5% does not. */
class OperationsTest {

  /** 3×5; column 4 has no entries, columns 0 and 3 have two. */
  private static final Csr SPARSE =
      new Csr(
          3,
          5,
          new int[] {0, 3, 4, 6},
          new int[] {0, 1, 3, 2, 0, 3},
          new float[] {1, -2, 3, .5f, 2, 1});

  /**
   * One operation with arguments.
   *
   * @param name as a failure says it
   * @param operation what is recorded
   * @param arguments values around which it is checked
   */
  record Case(String name, Operation operation, List<FMatrixRMaj> arguments) {
    Case(String name, Operation operation, FMatrixRMaj... arguments) {
      this(name, operation, List.of(arguments));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> operations() {
    List<Case> cases = new ArrayList<>();
    cases.addAll(broadcasts());
    cases.addAll(products());
    cases.addAll(sparse());
    cases.addAll(gathered());
    cases.addAll(elementwise());
    cases.addAll(losses());
    cases.addAll(shaping());
    return cases.stream();
  }

  private static List<Case> broadcasts() {
    List<Case> cases = new ArrayList<>();
    for (int[] shape : new int[][] {{3, 4}, {1, 4}, {3, 1}, {1, 1}}) {
      String with = " 3x4 with " + shape[0] + "x" + shape[1];
      FMatrixRMaj a = matrix(3, 4);
      FMatrixRMaj b = GradientCheck.random(2, .3f, 2, shape[0], shape[1]);
      cases.add(two("add" + with, Tape::add, a, b));
      cases.add(two("subtract" + with, Tape::subtract, a, b));
      cases.add(two("multiply" + with, Tape::multiply, a, b));
    }
    return cases;
  }

  private static List<Case> products() {
    List<Case> cases = new ArrayList<>();
    for (boolean left : new boolean[] {false, true}) {
      for (boolean right : new boolean[] {false, true}) {
        cases.add(
            new Case(
                "product, transposed: " + left + ", " + right,
                (tape, p) -> tape.product(tape.parameter(p[0]), left, tape.parameter(p[1]), right),
                left ? matrix(5, 3) : matrix(3, 5),
                right ? matrix(2, 5) : matrix(5, 2)));
      }
    }
    cases.add(
        new Case(
            "row dot",
            (tape, p) -> tape.rowDot(tape.parameter(p[0]), tape.parameter(p[1])),
            matrix(3, 7),
            GradientCheck.random(2, .3f, 2, 3, 7)));
    return cases;
  }

  private static List<Case> sparse() {
    int[] rows = {2, 0, 2, 2};
    return List.of(
        new Case(
            "sparse product with a parameter",
            (tape, p) -> tape.product(SPARSE, p[0]),
            matrix(5, 2)),
        new Case(
            "sparse product with a parameter, long rows",
            (tape, p) -> tape.product(SPARSE, p[0]),
            matrix(5, 19)),
        new Case(
            "sampled product",
            (tape, p) -> tape.sampledProduct(SPARSE, tape.parameter(p[0]), p[1]),
            matrix(3, 4),
            matrix(5, 4)),
        new Case(
            "sampled product, long rows",
            (tape, p) -> tape.sampledProduct(SPARSE, tape.parameter(p[0]), p[1]),
            matrix(3, 70),
            matrix(5, 70)),
        new Case(
            "gather with a repeated row", (tape, p) -> tape.gather(p[0], rows, 4), matrix(3, 3)),
        new Case("gather of a column", (tape, p) -> tape.gather(p[0], rows, 4), matrix(3, 1)));
  }

  /** On rows where they lie. */
  private static List<Case> gathered() {
    int[] rows = {2, 0, 2, 2};
    int[] others = {1, 4, 0, 1};
    return List.of(
        new Case(
            "row dot of two parameters",
            (tape, p) -> tape.rowDot(p[0], rows, p[1], others, 4),
            matrix(3, 7),
            GradientCheck.random(2, .3f, 2, 5, 7)),
        new Case(
            "row dot of a parameter with itself",
            (tape, p) -> tape.rowDot(p[0], rows, p[0], others, 4),
            matrix(5, 3)),
        new Case("l2 of gathered rows", (tape, p) -> tape.l2(p[0], rows, 4), matrix(3, 5)),
        new Case("l2 of a parameter", (tape, p) -> tape.l2(p[0]), matrix(3, 5)),
        new Case(
            "l2 of a parameter beside another use",
            (tape, p) -> tape.add(tape.l2(p[0]), tape.sum(tape.gather(p[0], rows, 4))),
            matrix(3, 5)),
        new Case(
            "l2 of a parameter before another use",
            (tape, p) -> tape.add(tape.sum(tape.gather(p[0], rows, 4)), tape.l2(p[0])),
            matrix(3, 5)));
  }

  /** Of both signs, but away from 0, where relu and selu have kinks and log ends. */
  private static List<Case> elementwise() {
    FMatrixRMaj both = new FMatrixRMaj(2, 3, true, .5f, -.4f, 1.2f, -1.5f, -.1f, .1f);
    List<Case> cases = new ArrayList<>();
    for (Elementwise f : Elementwise.values()) {
      FMatrixRMaj x = f == Elementwise.LOG ? matrix(2, 3) : both;
      cases.add(one(f.name(), (tape, a) -> tape.apply(f, a), x));
    }
    return cases;
  }

  private static List<Case> losses() {
    FMatrixRMaj target = GradientCheck.random(4, 0, 1, 3, 2);
    FMatrixRMaj mask = new FMatrixRMaj(3, 2, true, 1, 0, .5f, 1, 0, 2);
    return List.of(
        one(
            "squared error",
            (tape, a) -> tape.squaredError(a, tape.constant(target)),
            matrix(3, 2)),
        one(
            "masked squared error",
            (tape, a) -> tape.maskedSquaredError(a, tape.constant(target), tape.constant(mask)),
            matrix(3, 2)),
        one(
            "logistic loss",
            (tape, a) -> tape.logisticLoss(a, tape.constant(target)),
            GradientCheck.random(5, -2, 2, 3, 2)),
        one(
            "softmax loss",
            (tape, a) -> tape.softmaxLoss(a, tape.constant(target)),
            GradientCheck.random(6, -2, 2, 3, 2)),
        one("l2", Tape::l2, matrix(3, 2)));
  }

  private static List<Case> shaping() {
    return List.of(
        one("sum", Tape::sum, matrix(3, 5)),
        one("scale", (tape, a) -> tape.scale(a, -1.7f), matrix(3, 5)),
        one("dropout", (tape, a) -> tape.dropout(a, .4f), matrix(4, 5)),
        two("concat", Tape::concat, matrix(3, 2), matrix(3, 4)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void ruleAgreesWithCentralDifferences(Case c) {
    GradientCheck.check(c.name(), c.operation(), c.arguments());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void ruleThatIsOffByFivePercentFails(Case c) {
    Operation off =
        (tape, p) -> {
          Node out = c.operation().on(tape, p);
          Rules.Rule right = out.rule;
          out.rule =
              (node, kernels, shard) -> {
                float[] d = node.gradient();
                for (int i = 0; i < node.size(); i++) {
                  d[i] *= 1.05f;
                }
                right.backward(node, kernels, shard);
              };
          return out;
        };
    AssertionError error =
        assertThrows(AssertionError.class, () -> GradientCheck.check(c.name(), off, c.arguments()));
    String message = error.getMessage();
    assertTrue(message.startsWith(c.name() + ": with respect to "), message);
    assertTrue(message.contains("by differences") && message.contains("by the rule"), message);
  }

  private static Case one(String name, BiFunction<Tape, Node, Node> f, FMatrixRMaj a) {
    return new Case(name, (tape, p) -> f.apply(tape, tape.parameter(p[0])), a);
  }

  /** Of two nodes. */
  @FunctionalInterface
  private interface Binary {
    Node apply(Tape tape, Node a, Node b);
  }

  private static Case two(String name, Binary f, FMatrixRMaj a, FMatrixRMaj b) {
    return new Case(
        name, (tape, p) -> f.apply(tape, tape.parameter(p[0]), tape.parameter(p[1])), a, b);
  }

  /** Entries from 0.5 to 1.5. */
  private static FMatrixRMaj matrix(int rows, int cols) {
    return GradientCheck.random(1, .5f, 1.5f, rows, cols);
  }
}
