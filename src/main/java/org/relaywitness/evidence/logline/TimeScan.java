package org.relaywitness.evidence.logline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Finds the times in a line of text: those written out, else days, else counts since 1970. */
final class TimeScan {
  private TimeScan() {}

  /** The different ones, in the order of the line. */
  static List<LoggedTime> times(String line) {
    List<LoggedTime> written = found(line, WrittenTime.FORMS);
    if (!written.isEmpty()) {
      return written;
    }
    List<LoggedTime> counted = CountedTime.times(line);
    return counted.isEmpty() ? found(line, WrittenTime.DAYS) : counted;
  }

  private static List<LoggedTime> found(String line, List<WrittenTime> forms) {
    Set<LoggedTime> found = new LinkedHashSet<>();
    int position = 0;
    while (position < line.length()) {
      Found next = next(line, position, forms);
      if (next == null) {
        break;
      }
      found.add(next.time);
      position = next.end;
    }
    return new ArrayList<>(found);
  }

  private record Found(int start, int end, LoggedTime time) {}

  /** The first one from here on; at the same place that of the first form. */
  private static @Nullable Found next(String line, int position, List<WrittenTime> forms) {
    Found first = null;
    for (WrittenTime form : forms) {
      Matcher matcher = form.pattern().matcher(line);
      int from = position;
      while (matcher.find(from) && (first == null || matcher.start() < first.start)) {
        LoggedTime time = form.read(line, matcher);
        if (time != null) {
          first = new Found(matcher.start(), matcher.end(), time);
          break;
        }
        from = matcher.start() + 1;
      }
    }
    return first;
  }
}
