package dev.freshet.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.autodiff.KernelChoice.Option;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelsTest {

  @ParameterizedTest
  @CsvSource({
    "openblas, 1, 1, 1", "openblas, 3, 5, 7", "openblas, 65, 1, 33", "openblas, 17, 31, 129",
    "ejml, 1, 1, 1", "ejml, 3, 5, 7", "ejml, 65, 1, 33", "ejml, 17, 31, 129"
  })
  void productsAgreeWithTheDefinition(String name, int m, int n, int k) {
    Kernels kernels = Kernels.choose(name);
    // Longer than needed: what lies behind a matrix is neither read nor written.
    float[] a = GradientCheck.random(1, -1, 1, 1, m * k + 3).data;
    float[] b = GradientCheck.random(2, -1, 1, 1, k * n + 3).data;
    for (int flags = 0; flags < 8; flags++) {
      boolean left = (flags & 1) > 0;
      boolean right = (flags & 2) > 0;
      float beta = (flags & 4) > 0 ? 1 : 0;
      float[] start = GradientCheck.random(3, -1, 1, 1, m * n + 3).data;
      float[] expected = start.clone();
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int l = 0; l < k; l++) {
            sum += (double) a[left ? l * m + i : i * k + l] * b[right ? j * k + l : l * n + j];
          }
          expected[i * n + j] = (float) (2 * sum + beta * start[i * n + j]);
        }
      }
      if (beta == 0) {
        Arrays.fill(start, 0, m * n, Float.NaN); // Must not be read.
      }
      kernels.multiply(left, right, m, n, k, 2, a, b, beta, start);
      assertArrayEquals(expected, start, 1e-4f, kernels.name() + " " + left + " " + right);
    }
  }

  @ParameterizedTest
  @CsvSource({"openblas, 1", "openblas, 2", "openblas, 67", "ejml, 1", "ejml, 2", "ejml, 67"})
  void aMatrixTimesItsInverseIsTheIdentity(String name, int n) {
    float[] b = GradientCheck.random(1, -1, 1, n, n).data;
    float[] a = new float[n * n + 3]; // what lies behind the matrix is not written
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i * n + j] = i == j ? 1 : 0;
        for (int l = 0; l < n; l++) {
          a[i * n + j] += b[i * n + l] * b[j * n + l];
        }
      }
    }
    float[] inverse = a.clone();
    assertTrue(Kernels.choose(name).invert(n, inverse));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int l = 0; l < n; l++) {
          sum += (double) a[i * n + l] * inverse[l * n + j];
        }
        assertEquals(i == j ? 1 : 0, sum, 1e-3, name + " at " + i + ", " + j);
      }
    }
    assertArrayEquals(new float[3], Arrays.copyOfRange(inverse, n * n, n * n + 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"openblas", "ejml"})
  void aMatrixThatIsNotPositiveDefiniteHasNoInverse(String name) {
    assertFalse(Kernels.choose(name).invert(2, new float[] {1, 2, 2, 1}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"openblas", "ejml"})
  void rowDotsAgreeWithTheDefinition(String name) {
    int k = 67;
    float[] table = GradientCheck.random(1, -1, 1, 9, k).data;
    float[] x = GradientCheck.random(2, -1, 1, 3, k).data;
    int[] index = new int[150];
    float[] expected = new float[150];
    for (int e = 0; e < 150; e++) {
      index[e] = e * 4 % 9;
      if (e >= 5 && e < 140) {
        for (int f = 0; f < k; f++) {
          expected[e] += table[index[e] * k + f] * x[k + f];
        }
      }
    }
    float[] out = new float[150];
    Kernels.choose(name).rowDots(table, index, 5, 140, k, x, k, out);
    assertArrayEquals(expected, out, 1e-4f);
  }

  @Test
  void fastestIsTakenUnlessAnotherIsForced() {
    List<Option> candidates =
        List.of(new Option("ejml", EjmlKernels::new), new Option("openblas", OpenBlasKernels::new));
    assertEquals("ejml", KernelChoice.choose(null, candidates).name());
    assertEquals("ejml", KernelChoice.choose("auto", candidates).name());
    assertEquals("openblas", KernelChoice.choose("OpenBLAS", candidates).name());
  }

  @Test
  void missingLibraryIsPassedOver() {
    assertEquals("ejml", KernelChoice.choose(null, withoutNatives()).name());
  }

  @Test
  void forcingWhatIsMissingSaysWhyAndWhatThereIs() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> KernelChoice.choose("openblas", withoutNatives()))
            .getMessage();
    assertTrue(message.contains("openblas") && message.contains("no natives"), message);
    assertTrue(message.contains("there are openblas, ejml"), message);
  }

  @Test
  void unknownNameListsTheNames() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Kernels.choose("mkl")).getMessage();
    assertEquals("no kernels are named \"mkl\"; there are openblas, ejml", message);
  }

  private static List<Option> withoutNatives() {
    return List.of(
        new Option(
            "openblas",
            () -> {
              throw new UnsatisfiedLinkError("no natives for this system");
            }),
        new Option("ejml", EjmlKernels::new));
  }
}
