package org.relaywitness.lookup;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a clock error in whole seconds, zero to 24 h: ISO 8601 ({@code PT5M}, {@code P1D}) or
 * {@code 90s}, {@code 5m}, {@code 2h}, {@code 1h30m}; {@code 0} needs no unit.
 */
final class ToleranceParser {
  static final String PARAMETER = "tolerance";

  private static final Pattern ISO =
      Pattern.compile(
          "(?i)P(?:([0-9]{1,9})D)?(?:T(?=[0-9])(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?"
              + "(?:([0-9]{1,9})S)?)?");
  private static final Pattern SHORT =
      Pattern.compile(
          "(?i)(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?");
  private static final Pattern NEGATIVE = Pattern.compile("(?i)[-\\u2212].*|P.*[-\\u2212].*");

  private ToleranceParser() {}

  static Duration parse(String text) throws InvalidQuestionException {
    String stripped = AddressParser.stripped(text);
    if (stripped.equals("0")) {
      return Duration.ZERO;
    }
    Duration found = find(ISO.matcher(stripped));
    if (found == null) {
      found = find(SHORT.matcher(stripped));
    }
    if (found == null && NEGATIVE.matcher(stripped).matches()) {
      throw new InvalidQuestionException(
          PARAMETER, "out_of_range", "a negative tolerance; expected 0 to 24 hours");
    }
    if (found == null) {
      throw new InvalidQuestionException(
          PARAMETER,
          "malformed",
          "not a length of time in whole seconds; expected such as PT5M, 5m, 90s or 1h30m");
    }
    if (found.compareTo(Question.MAX_TOLERANCE) > 0) {
      throw new InvalidQuestionException(
          PARAMETER, "out_of_range", "a tolerance of more than 24 hours; expected 0 to 24 hours");
    }
    return found;
  }

  private static @Nullable Duration find(Matcher matcher) {
    if (!matcher.matches()) {
      return null;
    }
    long seconds = 0;
    boolean any = false;
    int[] units = {86_400, 3_600, 60, 1};
    for (int i = 0; i < units.length; i++) {
      String number = matcher.group(i + 1);
      if (number != null) {
        any = true;
        seconds += Long.parseLong(number) * units[i];
      }
    }
    return any ? Duration.ofSeconds(seconds) : null;
  }
}
