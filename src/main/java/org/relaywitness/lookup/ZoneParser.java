package org.relaywitness.lookup;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a time zone: a name of the IANA time zone database in either case ({@code Europe/Berlin}),
 * an offset ({@code +01:00}, {@code +0100}, {@code +01}, also after {@code UTC} or {@code GMT}), or
 * {@code UTC}, {@code GMT}, {@code Z}.
 *
 * <p>Other three-letter names are refused: CST is three different times, IST is three, and EST is
 * written by people whose clocks show daylight time.
 */
final class ZoneParser {
  static final String PARAMETER = "zone";

  private static final Pattern OFFSET =
      Pattern.compile("(?i)(?:UTC|GMT)?([+\\u2212-])([0-9]{1,2})(?::?([0-9]{2}))?");
  private static final Pattern ABBREVIATION =
      Pattern.compile("(?i)[a-z]{3}|[a-z]{3,4}[sd]t|[a-z]{3}t");
  private static final Pattern LOST_PLUS = Pattern.compile("[0-9]{2}:?[0-9]{2}");
  private static final Map<String, String> NAMES = names();
  private static final String EXPECTED =
      "expected a time zone name such as Europe/Berlin, an offset such as +01:00, or UTC";

  private ZoneParser() {}

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    for (String name : ZoneId.getAvailableZoneIds()) {
      names.put(name.toLowerCase(Locale.ROOT), name);
    }
    return Map.copyOf(names);
  }

  static ZoneId parse(String text) throws InvalidQuestionException {
    String name = AddressParser.stripped(text);
    ZoneOffset offset = findOffset(name);
    if (offset != null) {
      return offset;
    }
    String known = NAMES.get(name.toLowerCase(Locale.ROOT).replace(' ', '_'));
    boolean abbreviation = ABBREVIATION.matcher(name).matches();
    if (abbreviation && (known == null || name.length() == 3)) {
      throw new InvalidQuestionException(
          PARAMETER,
          "ambiguous",
          "a zone abbreviation can stand for several times, or hide daylight time; " + EXPECTED);
    }
    if (known != null) {
      return ZoneId.of(known);
    }
    if (LOST_PLUS.matcher(name).matches()) {
      throw new InvalidQuestionException(
          PARAMETER,
          "malformed",
          "an offset without its sign: in a URL \"+\" is written %2B; " + EXPECTED);
    }
    throw new InvalidQuestionException(PARAMETER, "malformed", "no such time zone; " + EXPECTED);
  }

  /** The offset that the text spells; {@code null} when it is none, or beyond 18 hours. */
  static @Nullable ZoneOffset findOffset(String text) {
    if (text.equalsIgnoreCase("Z")
        || text.equalsIgnoreCase("UTC")
        || text.equalsIgnoreCase("GMT")
        || text.equalsIgnoreCase("UCT")) {
      return ZoneOffset.UTC;
    }
    Matcher matcher = OFFSET.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    int sign = matcher.group(1).equals("+") ? 1 : -1;
    String minutes = matcher.group(3);
    try {
      return ZoneOffset.ofHoursMinutes(
          sign * Integer.parseInt(matcher.group(2)),
          minutes == null ? 0 : sign * Integer.parseInt(minutes));
    } catch (DateTimeException e) {
      // Beyond 18 hours, or more than 59 minutes: no offset.
      return null;
    }
  }
}
