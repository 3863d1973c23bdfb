package org.relaywitness.evidence.logline;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.AddressParser;

/**
 * What a line of a log names: web servers' access and error logs, syslog and what is in it, mail
 * headers, JSON and CSV. Every address and every time in it is found; in the common and combined
 * access log the place tells which time is that of the request, and other times are passed over.
 *
 * @param addresses those found, each once, in the order of the line; in an access log the client's
 *     first, if that is an address
 * @param times the different ones found, in the order of the line
 */
public record LogLine(List<InetAddress> addresses, List<LoggedTime> times) {
  /** The longest line that is read, in characters. */
  public static final int LONGEST = 16 * 1024;

  private static final Pattern BLANK = Pattern.compile("[\\r\\n]+[ \\t]*|\\p{Zs}");
  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
  private static final Pattern ACCESS_LOG =
      Pattern.compile(
          "(?:[^ ]+:[0-9]+ )?(?<client>[^ ]+) [^ ]+ [^\\[]{1,200} ?"
              + "\\[(?<time>[0-9]{2}/[A-Za-z]{3}/[0-9]{4}:[0-9:]{8}(?: [+-][0-9]{4})?)\\].*");

  public LogLine {
    addresses = List.copyOf(addresses);
    times = List.copyOf(times);
  }

  /**
   * Reads a line; never fails, but may find nothing. Line breaks in it count as blanks: mail
   * headers are folded, and long lines are broken when they are copied.
   */
  public static LogLine read(String text) {
    String line = oneLine(text);
    Matcher access = ACCESS_LOG.matcher(line);
    if (access.matches()) {
      List<LoggedTime> times = TimeScan.times(access.group("time"));
      if (times.size() == 1) {
        return new LogLine(addresses(access.group("client"), line), times);
      }
    }
    return new LogLine(AddressScan.addresses(line), TimeScan.times(line));
  }

  /**
   * The client's address and the time, as they are written in a line of an access log in the common
   * or combined format; {@code null} when this is none.
   */
  public static @Nullable AccessLog findAccessLog(String line) {
    Matcher access = ACCESS_LOG.matcher(line);
    return access.matches() ? new AccessLog(access.group("client"), access.group("time")) : null;
  }

  /** Two fields of a line of an access log, as they are written. */
  public record AccessLog(String client, String time) {}

  /**
   * As one line, with plain blanks: the narrow ones before AM and PM, and the invisible marks that
   * stand in dates copied from some windows, would hide what is there.
   */
  private static String oneLine(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    return INVISIBLE.matcher(BLANK.matcher(cut).replaceAll(" ")).replaceAll("").strip();
  }

  private static List<InetAddress> addresses(String client, String line) {
    LinkedHashSet<InetAddress> found = new LinkedHashSet<>();
    InetAddress first = AddressParser.find(client);
    if (first != null) {
      found.add(first);
    }
    found.addAll(AddressScan.addresses(line));
    return new ArrayList<>(found);
  }
}
