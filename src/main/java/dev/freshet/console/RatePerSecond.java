package dev.freshet.console;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a rate: a number above zero, or {@code max}, which is 0. */
public final class RatePerSecond implements ITypeConverter<Double> {

  /** The rate that stands for no limit. */
  public static final double MAX = 0;

  @Override
  public Double convert(String text) {
    if (text.equals("max")) {
      return MAX;
    }
    try {
      double rate = Double.parseDouble(text);
      if (rate > 0 && rate <= 1e9) {
        return rate;
      }
    } catch (NumberFormatException e) {
      throw problem(text);
    }
    throw problem(text);
  }

  private static TypeConversionException problem(String text) {
    return new TypeConversionException(text + " is not a number above 0, and not max");
  }
}
