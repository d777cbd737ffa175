package dev.freshet.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a share above 0 and below 1, as a number or in percent. */
final class ShareConverter implements ITypeConverter<Double> {

  @Override
  public Double convert(String text) {
    boolean percent = text.endsWith("%");
    String number = percent ? text.substring(0, text.length() - 1) : text;
    double share;
    try {
      share = Double.parseDouble(number.strip()) / (percent ? 100 : 1);
    } catch (NumberFormatException e) {
      share = Double.NaN;
    }
    if (!(share > 0 && share < 1)) {
      throw new TypeConversionException(
          "'" + text + "' is not a share such as 10% or 0.1, above 0 and below 1");
    }
    return share;
  }
}
