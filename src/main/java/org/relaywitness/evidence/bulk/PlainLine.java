package org.relaywitness.evidence.bulk;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.AddressParser;

/**
 * A line as people type it: an address, then a time or a day, then a zone where the time has none;
 * with blanks, commas, semicolons or tabs between.
 */
final class PlainLine {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<address>(?=[^\\s,;]*[.:])[0-9A-Fa-f.:\\[\\]]{2,60})(?:\\s*[,;]\\s*|\\s+)"
              + "(?<time>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
              + "(?:(?:[Tt]|\\s*,\\s*|\\s+)[0-9]{1,2}:[0-9]{2}[^\\s,;]{0,40})?)"
              + "(?:(?:\\s*[,;]\\s*|\\s+)(?<zone>[^\\s,;]{1,80}))?");

  private PlainLine() {}

  /** Whether a file that begins with this line holds such lines. */
  static boolean matches(String line) {
    Matcher plain = FORM.matcher(line.strip());
    return plain.matches() && AddressParser.find(plain.group("address")) != null;
  }

  /** What the line says, its address not yet looked at; {@code null} when it is none. */
  static @Nullable Map<Field, String> find(String line) {
    Matcher plain = FORM.matcher(line.strip());
    if (!plain.matches()) {
      return null;
    }
    Map<Field, String> fields = new EnumMap<>(Field.class);
    fields.put(Field.ADDRESS, plain.group("address"));
    String time = plain.group("time").replaceFirst("\\s*,\\s*|\\s+", " ");
    fields.put(time.indexOf(':') < 0 ? Field.DATE : Field.AT, time);
    if (plain.group("zone") != null) {
      fields.put(Field.ZONE, plain.group("zone"));
    }
    return fields;
  }
}
