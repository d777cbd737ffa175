package dev.freshet.cli;

import dev.freshet.online.Scale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a scale such as {@code 1:5}. */
final class ScaleConverter implements ITypeConverter<Scale> {

  @Override
  public Scale convert(String text) {
    try {
      String[] ends = text.split(":", -1);
      if (ends.length == 2) {
        return new Scale(Float.parseFloat(ends[0]), Float.parseFloat(ends[1]));
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new TypeConversionException("a scale is two numbers such as 1:5, not " + text);
  }
}
