package org.relaywitness.evidence.logline;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.QuestionParser;
import org.relaywitness.lookup.ZoneAbbreviations;

/**
 * The zone that stands behind a time. Only what cannot be anything else counts: an offset as some
 * place on Earth has it, UTC and its other names, a name of the IANA database, or an abbreviation,
 * which is handed on as such.
 */
final class ZoneBehind {
  private static final Pattern UTC =
      Pattern.compile(
          "\\s?(?:Z|z)(?![0-9A-Za-z])|\\s?\\(?(?:UTC|GMT|UCT)\\)?(?![0-9A-Za-z+\\u2212-])(?!\\s[+\\u2212-][0-9])");
  private static final Pattern NAMED_OFFSET =
      Pattern.compile(
          "\\s?\\(?(?:UTC|GMT)(?<offset>[+\\u2212-][0-9]{1,2}(?::?[0-9]{2})?)(?![0-9A-Za-z:.])");
  private static final Pattern OFFSET =
      Pattern.compile("\\s?(?<offset>[+\\u2212-][0-9]{2}:?[0-9]{2})(?![0-9A-Za-z:.-])");
  private static final Pattern HOURS =
      Pattern.compile("(?<offset>[+\\u2212-][0-9]{2})(?![0-9A-Za-z:.,/-])");
  private static final Pattern REGION =
      Pattern.compile(
          "\\s?[\\[(]?(?<zone>[A-Z][A-Za-z]+/[A-Za-z_]+(?:/[A-Za-z_]+)?)(?![0-9A-Za-z/])");
  private static final Pattern ABBREVIATION =
      Pattern.compile("\\s?\\(?(?<zone>[A-Z]{2,4})(?![0-9A-Za-z/+-])");
  private static final int MOST_SECONDS = 14 * 3600;
  private static final int LEAST_SECONDS = -12 * 3600;
  private static final int A_QUARTER = 15 * 60;

  private ZoneBehind() {}

  /** The zone at this place of the line, as {@link LoggedTime#zone} has it; {@code null}: none. */
  static @Nullable String find(String line, int position) {
    Matcher utc = at(UTC, line, position);
    if (utc.lookingAt()) {
      return "UTC";
    }
    for (Pattern form : new Pattern[] {NAMED_OFFSET, OFFSET, HOURS}) {
      Matcher offset = at(form, line, position);
      if (offset.lookingAt()) {
        return offset(offset.group("offset"));
      }
    }
    Matcher region = at(REGION, line, position);
    if (region.lookingAt()) {
      ZoneId zone = QuestionParser.findZone(region.group("zone"));
      if (zone != null) {
        return zone.getId();
      }
    }
    Matcher abbreviation = at(ABBREVIATION, line, position);
    return abbreviation.lookingAt()
            && !ZoneAbbreviations.meanings(abbreviation.group("zone")).isEmpty()
        ? abbreviation.group("zone")
        : null;
  }

  private static Matcher at(Pattern pattern, String line, int position) {
    return pattern.matcher(line).region(position, line.length()).useTransparentBounds(true);
  }

  private static @Nullable String offset(String text) {
    ZoneId zone = QuestionParser.findZone(text);
    if (!(zone instanceof ZoneOffset offset)) {
      return null;
    }
    int seconds = offset.getTotalSeconds();
    boolean somewhere =
        seconds % A_QUARTER == 0 && seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS;
    return !somewhere ? null : seconds == 0 ? "UTC" : zone.getId();
  }
}
