package dev.lamina.internal.oci;

import java.util.Locale;
import java.util.regex.Pattern;

/** Knows the signals of Linux, by number and by name with or without {@code SIG}. */
final class StopSignals {
  private static final Pattern NAME =
      Pattern.compile(
          "(SIG)?(ABRT|ALRM|BUS|CHLD|CLD|CONT|FPE|HUP|ILL|INT|IO|IOT|KILL|PIPE|POLL|PROF|PWR|QUIT"
              + "|SEGV|STKFLT|STOP|SYS|TERM|TRAP|TSTP|TTIN|TTOU|URG|USR[12]|VTALRM|WINCH|XCPU|XFSZ"
              + "|RTMIN(\\+([1-9]|1[0-5]))?|RTMAX(-([1-9]|1[0-4]))?)");
  private static final Pattern NUMBER = Pattern.compile("[+-]?0*[1-9][0-9]{0,8}");

  private StopSignals() {}

  static String require(String signal) {
    if (!NUMBER.matcher(signal).matches()
        && !NAME.matcher(signal.toUpperCase(Locale.ROOT)).matches()) {
      throw new IllegalArgumentException("Invalid signal: " + signal);
    }
    return signal;
  }
}
