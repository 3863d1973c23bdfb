package org.relaywitness.web;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.QuestionParser;

/** Local times that come twice, because clocks were set back. */
final class RepeatedTime {
  private RepeatedTime() {}

  /** Whether this local time needs its offset to be one instant; also where that is not known. */
  static boolean needsOffset(String day, String time, @Nullable String zone) {
    ZoneId known = zone == null ? null : QuestionParser.findZone(zone);
    try {
      return known == null
          || known.getRules().getValidOffsets(LocalDateTime.parse(day + "T" + time)).size() != 1;
    } catch (DateTimeException e) {
      return true;
    }
  }
}
