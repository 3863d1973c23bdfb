package org.relaywitness.evidence;

import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.lookup.Coverage;
import org.relaywitness.lookup.CoverageDay;
import org.relaywitness.lookup.CoverageReport;
import org.relaywitness.lookup.CoverageReport.Missing;
import org.relaywitness.lookup.CoverageReport.Month;
import org.relaywitness.lookup.ExitsAt.Exits;
import org.relaywitness.lookup.HeldScan;
import org.relaywitness.lookup.RelayTimeline.History;
import org.relaywitness.lookup.RelayTimeline.RelayStretch;

/** Histories, lists of exits and coverage as lines of plain text, for a terminal. */
public final class ListWords {
  private static final int MOST_LISTED = 100;

  private final Texts texts;
  private final List<String> lines = new ArrayList<>();

  private ListWords(Locale locale) {
    this.texts = Texts.of(locale);
  }

  /** What stands against taking a list of exits for the whole truth; empty when nothing does. */
  public static List<String> warnings(Exits exits, Locale locale) {
    ListWords words = new ListWords(locale);
    Coverage coverage = exits.coverage();
    if (!coverage.complete()) {
      words.say(
          "list.exits.incomplete",
          Map.of(
              "missing",
              coverage.consensuses().missing().size(),
              "expected",
              coverage.consensuses().expected(),
              "lists",
              coverage.exitLists().missing().size()));
    }
    Instant finalFrom = exits.finalFrom();
    if (finalFrom != null) {
      words.say("list.exits.provisional", Map.of("time", JsonBody.time(finalFrom)));
    }
    return words.lines;
  }

  /** The history of a relay: stretches, scans, and what is missing. */
  public static List<String> history(Fingerprint relay, History history, Locale locale) {
    ListWords words = new ListWords(locale);
    words.say(
        "list.history.head",
        Map.of(
            "relay",
            relay,
            "from",
            JsonBody.time(history.from()),
            "to",
            JsonBody.time(history.to()),
            "n",
            history.consensuses()));
    for (RelayStretch stretch : history.stretches()) {
      words.stretch(stretch);
    }
    if (history.stretches().isEmpty()) {
      words.say("list.history.none", Map.of());
    }
    for (HeldScan scan : history.scans()) {
      words.say(
          "list.history.scan",
          Map.of(
              "time",
              JsonBody.time(scan.scan().time()),
              "address",
              Addresses.format(scan.scan().address())));
    }
    words.missing("list.missing.consensuses", history.missing());
    return words.lines;
  }

  /** Coverage: a line for each month, then what is missing. */
  public static List<String> coverage(CoverageReport report, Locale locale) {
    ListWords words = new ListWords(locale);
    words.say(
        "list.coverage.head",
        Map.of(
            "from",
            JsonBody.time(report.from()),
            "to",
            JsonBody.time(report.to()),
            "known",
            report.known(),
            "expected",
            report.expected()));
    words.lines.add(words.texts.text("list.coverage.columns"));
    for (Month month : report.months()) {
      words.lines.add(
          String.format(
              locale,
              "%-8s %6d %6d %8d %6d %10d %6d %8d",
              month.month(),
              month.expected(),
              month.known(),
              month.missing(),
              month.ns(),
              month.microdesc(),
              month.exitLists(),
              month.listHours() - month.listHoursKnown()));
    }
    words.picture(report);
    words.missing("list.missing.consensuses", report.missing());
    words.missing("list.missing.exit_lists", report.missingExitLists());
    return words.lines;
  }

  /** A line for each month, a character for each day. */
  private void picture(CoverageReport report) {
    if (report.days().isEmpty()) {
      return;
    }
    say("list.coverage.picture", Map.of());
    say("list.coverage.picture.days", Map.of());
    Map<LocalDate, CoverageDay> days =
        report.days().stream().collect(Collectors.toMap(CoverageDay::date, day -> day));
    for (Month month : report.months()) {
      StringBuilder consensuses = new StringBuilder();
      StringBuilder exitLists = new StringBuilder();
      for (int day = 1; day <= month.month().lengthOfMonth(); day++) {
        CoverageDay found = days.get(month.month().atDay(day));
        consensuses.append(
            found == null ? '.' : sign(found.consensuses(), Integer.bitCount(found.missing())));
        exitLists.append(
            found == null ? '.' : sign(found.exitLists(), Integer.bitCount(found.listsMissing())));
      }
      lines.add(
          String.format(Locale.ROOT, "%-8s %-31s  %s", month.month(), consensuses, exitLists));
    }
    say("list.coverage.picture.legend", Map.of());
  }

  private static char sign(CoverageDay.Held held, int hoursMissing) {
    return switch (held) {
      case NOTHING_DUE -> '.';
      case ALL -> '#';
      case MICRODESC -> 'm';
      case PENDING -> '~';
      case SOME -> (char) ('0' + Math.min(9, hoursMissing));
      case NONE -> 'X';
    };
  }

  private void stretch(RelayStretch stretch) {
    say(
        "list.history.stretch",
        Map.of(
            "first",
            JsonBody.time(stretch.first()),
            "last",
            JsonBody.time(stretch.last()),
            "n",
            stretch.consensuses(),
            "nickname",
            Untrusted.shown(stretch.nickname()),
            "addresses",
            stretch.orAddresses().stream()
                .map((InetAddress address) -> Addresses.format(address))
                .collect(Collectors.joining(" ")),
            "flags",
            (stretch.exitFlag() ? " Exit" : "") + (stretch.badExitFlag() ? " BadExit" : ""),
            "policy",
            stretch.policy() == null
                ? texts.text("list.history.no_policy")
                : String.valueOf(stretch.policy())));
  }

  private void missing(String key, List<Missing> stretches) {
    if (stretches.isEmpty()) {
      return;
    }
    say(key, Map.of("n", stretches.stream().mapToInt(Missing::count).sum()));
    for (Missing missing : stretches.subList(0, Math.min(MOST_LISTED, stretches.size()))) {
      say(
          missing.count() == 1 ? "list.missing.one" : "list.missing.several",
          Map.of(
              "first",
              JsonBody.time(missing.first()),
              "last",
              JsonBody.time(missing.last()),
              "n",
              missing.count()));
    }
    if (stretches.size() > MOST_LISTED) {
      say("list.missing.more", Map.of("n", stretches.size() - MOST_LISTED));
    }
  }

  private void say(String key, Map<String, ?> values) {
    lines.add(texts.text(key, values));
  }
}
