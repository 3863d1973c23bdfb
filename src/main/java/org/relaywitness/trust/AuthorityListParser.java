package org.relaywitness.trust;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;

/** Reads and prints the lines of an {@link AuthorityList}. */
final class AuthorityListParser {
  static final String HEADER = "name\tv3ident\tfrom\tuntil\tnote";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,19}(-legacy)?");
  private static final Pattern IDENTITY = Pattern.compile("[0-9A-Fa-f]{40}");

  private final String source;
  private final List<Authority> authorities = new ArrayList<>();
  private boolean headerSeen;
  private int number;

  AuthorityListParser(String source) {
    this.source = source;
  }

  List<Authority> parse(String text) throws AuthorityListException {
    for (String line : text.split("\n", -1)) {
      number++;
      parseLine(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
    if (authorities.isEmpty()) {
      throw fault("the end of the list", "a header and at least one authority");
    }
    return authorities;
  }

  private void parseLine(String line) throws AuthorityListException {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    if (!headerSeen) {
      if (!line.equals(HEADER)) {
        throw fault(line, "the header " + HEADER.replace('\t', ' ') + ", separated by tabs");
      }
      headerSeen = true;
      return;
    }
    // Editors drop trailing tabs: until and note may be left out.
    String[] columns = line.split("\t", -1);
    if (columns.length < 3 || columns.length > 5) {
      throw fault(line, "3 to 5 columns separated by tabs, not " + columns.length);
    }
    Authority authority =
        new Authority(
            name(columns[0]),
            identity(columns[1]),
            day(columns[2], "a first day as YYYY-MM-DD"),
            until(columns),
            columns.length > 4 ? columns[4].strip() : "");
    for (Authority other : authorities) {
      String contradiction = AuthorityList.contradiction(other, authority);
      if (contradiction != null) {
        throw fault(columns[1], contradiction);
      }
    }
    authorities.add(authority);
  }

  private String name(String text) throws AuthorityListException {
    if (!NAME.matcher(text).matches()) {
      throw fault(text, "a name of 1 to 19 letters and digits");
    }
    return text;
  }

  private Fingerprint identity(String text) throws AuthorityListException {
    if (!IDENTITY.matcher(text).matches()) {
      throw fault(text, "a v3 identity of 40 hex digits");
    }
    return Fingerprint.ofHex(text);
  }

  private @Nullable Instant until(String[] columns) throws AuthorityListException {
    if (columns.length < 4 || columns[3].isBlank()) {
      return null;
    }
    String expected = "an empty column, or a day as YYYY-MM-DD after " + columns[2];
    Instant until = day(columns[3], expected);
    if (!until.isAfter(day(columns[2], expected))) {
      throw fault(columns[3], expected);
    }
    return until;
  }

  private Instant day(String text, String expected) throws AuthorityListException {
    try {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      AuthorityListException fault = fault(text, expected);
      fault.initCause(e);
      throw fault;
    }
  }

  private AuthorityListException fault(String found, String expected) {
    return new AuthorityListException(source, number, found, expected);
  }

  static String format(Authority authority) {
    Instant until = authority.until();
    return authority.name()
        + "\t"
        + authority.identity()
        + "\t"
        + format(authority.from())
        + "\t"
        + (until == null ? "" : format(until))
        + "\t"
        + authority.note()
        + "\n";
  }

  private static String format(Instant day) {
    return LocalDate.ofInstant(day, ZoneOffset.UTC).toString();
  }
}
