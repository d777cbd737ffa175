package dev.freshet.autodiff;

/** What tests of other packages need from here. */
public final class Testing {

  private Testing() {}

  /** Products that are there on every machine. */
  public static Kernels kernels() {
    return new EjmlKernels();
  }
}
