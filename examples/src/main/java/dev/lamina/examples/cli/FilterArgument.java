package dev.lamina.examples.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the argument of {@code --filter}: a name, an equals sign and a value. */
final class FilterArgument implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    int sign = text.indexOf('=');
    if (sign < 0) {
      throw new TypeConversionException("bad format of filter (expected name=value)");
    }
    return text.substring(0, sign).strip().toLowerCase(Locale.ROOT)
        + "="
        + text.substring(sign + 1).strip();
  }
}
