package org.relaywitness.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.JsonBody;
import org.relaywitness.importer.ImportSummary;

/**
 * What one sync did.
 *
 * @param files how many files were fetched
 * @param bytes their size together
 * @param gone how many files were gone since the index was written
 * @param failed how many files could not be had, refused entries of the index included
 * @param summary of the imports, added up
 * @param newest valid-after of the newest consensus held; {@code null}: none is
 * @param now when it ended
 */
record SyncReport(
    int files,
    long bytes,
    int gone,
    int failed,
    ImportSummary summary,
    @Nullable Instant newest,
    Instant now) {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Whether everything that is listed was had and accepted. */
  boolean isClean() {
    return failed == 0 && summary.rejected() == 0 && summary.badSignatures() == 0;
  }

  /** What is new, and how far behind the records are. */
  String line() {
    StringBuilder line = new StringBuilder("new: ");
    line.append(count(summary.consensuses(), "consensus", "consensuses")).append(", ");
    line.append(count(summary.exitLists(), "exit list", "exit lists")).append(", ");
    line.append(count(summary.certificates(), "key certificate", "key certificates"));
    if (failed > 0) {
      line.append("; not to be had: ")
          .append(count(failed, "file", "files"))
          .append(" (named above)");
    }
    Instant held = newest;
    if (held == null) {
      return line.append("; no consensus is held").toString();
    }
    line.append("; newest consensus held: ").append(MINUTE.format(held)).append(" UTC, ");
    return line.append(held.isAfter(now) ? "still to come" : span(held, now) + " ago").toString();
  }

  private static String span(Instant from, Instant to) {
    Duration behind = Duration.between(from, to);
    long days = behind.toDays();
    int hours = behind.toHoursPart();
    int minutes = behind.toMinutesPart();
    if (days > 0) {
      return count(days, "day", "days") + " " + count(hours, "hour", "hours");
    }
    String rest = count(minutes, "minute", "minutes");
    return hours > 0 ? count(hours, "hour", "hours") + " " + rest : rest;
  }

  private static String count(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }

  /** One JSON object: that of {@code import}, with what was fetched and how far behind it is. */
  byte[] json() {
    return JsonBody.bytes(
        body -> {
          body.object("fetched", fetched -> fetched.put("files", files).put("bytes", bytes));
          body.put("gone", gone).put("failed", failed);
          body.put("newest_consensus", newest);
          if (newest == null) {
            body.put("behind_seconds", (Integer) null);
          } else {
            body.put("behind_seconds", Math.max(0, Duration.between(newest, now).toSeconds()));
          }
          ImportCommand.put(body, summary);
        });
  }
}
