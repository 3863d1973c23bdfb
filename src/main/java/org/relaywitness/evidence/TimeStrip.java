package org.relaywitness.evidence;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Answer.ListedStretch;
import org.relaywitness.lookup.HeldConsensus;

/**
 * A picture of the hours around the time asked: for each list of relays whether it lists a relay
 * that matched, the missing ones, which were in force, the scans, and the time asked. Says nothing
 * that the tables do not say in words.
 */
public final class TimeStrip {
  /** Width of the picture in its own units. */
  public static final int WIDTH = 960;

  private static final int DATE_WIDTH = 120;
  private static final int CLOCK_WIDTH = 10;
  private static final Duration BEFORE = Duration.ofDays(2);
  private static final Duration AFTER = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration HAIR = Duration.ofMinutes(5);

  private final Answer answer;
  private final AnswerWords words;
  private final Instant from;
  private final Instant to;

  /** The picture for an answer, with its words. */
  public TimeStrip(Answer answer, AnswerWords words) {
    this.answer = answer;
    this.words = words;
    this.from = answer.question().from().minus(BEFORE);
    this.to = answer.question().to().plus(AFTER);
  }

  /**
   * A rectangle on the time line.
   *
   * @param kind class in the style sheet: {@code listed}, {@code elsewhere}, {@code not_listed},
   *     {@code missing}, {@code pending}
   */
  public record Bar(String x, String width, String kind) {}

  /** A mark on the time line, with its text. */
  public record Mark(String x, String text) {}

  /** What the picture spans, for who cannot see it. */
  public String description() {
    return words
        .texts()
        .text(
            "answer.strip.description",
            Map.of("from", words.moments().utc(from), "to", words.moments().utc(to)));
  }

  /** All that the picture shows, a sentence for each kind of thing. */
  public List<String> inWords() {
    return new StripWords(answer, words, kinds(), from, to).sentences();
  }

  /** The part of which every hour that no bar covers is one without a record. */
  public Bar ground() {
    // A hair shorter than the bars, or it would shine through at the blurred edge of the first.
    return bar(firstHour().plus(HAIR), to.minus(HAIR), "missing");
  }

  /** One bar for each run of hours of one kind. */
  public List<Bar> bars() {
    NavigableMap<Instant, String> kinds = kinds();
    TreeMap<Instant, Instant> ends = new TreeMap<>();
    answer.consensuses().stream()
        .filter(HeldConsensus::answers)
        .forEach(held -> ends.put(held.validAfter(), held.freshUntil()));
    List<Bar> bars = new ArrayList<>();
    Instant start = null;
    Instant end = null;
    String kind = "";
    for (Map.Entry<Instant, String> entry : kinds.entrySet()) {
      Instant time = entry.getKey();
      Instant ends1 = ends.getOrDefault(time, time.plus(HOUR));
      if (start != null && end != null && kind.equals(entry.getValue()) && !time.isAfter(end)) {
        end = ends1;
        continue;
      }
      if (start != null && end != null) {
        bars.add(bar(start, earlier(end, time), kind));
      }
      start = time;
      end = ends1;
      kind = entry.getValue();
    }
    if (start != null && end != null) {
      bars.add(bar(start, end, kind));
    }
    return bars;
  }

  /** What is known of each list of relays, by the time after which it is valid. */
  private NavigableMap<Instant, String> kinds() {
    NavigableMap<Instant, String> kinds = new TreeMap<>();
    answer.coverage().consensuses().missing().forEach(time -> kinds.put(time, "missing"));
    answer.coverage().consensuses().pending().forEach(time -> kinds.put(time, "pending"));
    answer.consensuses().stream()
        .filter(HeldConsensus::answers)
        .forEach(held -> kinds.put(held.validAfter(), kind(held.validAfter())));
    for (Instant hour = firstHour(); hour.isBefore(to); hour = hour.plus(HOUR)) {
      if (!isHeld(hour)) {
        kinds.putIfAbsent(hour, "missing");
      }
    }
    return kinds;
  }

  private Instant firstHour() {
    Instant start = from.truncatedTo(ChronoUnit.HOURS);
    return start.isBefore(from) ? start.plus(HOUR) : start;
  }

  private boolean isHeld(Instant hour) {
    return answer.consensuses().stream()
        .anyMatch(
            held ->
                held.answers()
                    && !held.validAfter().isAfter(hour)
                    && held.freshUntil().isAfter(hour));
  }

  /**
   * A relay that matched may stand in a list with another address: before it moved, or where its
   * traffic leaves from another. To show that like a listing of the address would be false.
   */
  private String kind(Instant validAfter) {
    List<ListedStretch> listed =
        answer.relays().stream()
            .flatMap(relay -> relay.listed().stream())
            .filter(stretch -> holds(stretch, validAfter))
            .toList();
    return listed.isEmpty()
        ? "not_listed"
        : listed.stream().anyMatch(ListedStretch::matchesAddress) ? "listed" : "elsewhere";
  }

  /** Whether some bar is of this kind. */
  public boolean shows(String kind) {
    return kinds().containsValue(kind);
  }

  private static boolean holds(ListedStretch stretch, Instant validAfter) {
    return !validAfter.isBefore(stretch.first()) && !validAfter.isAfter(stretch.last());
  }

  /** From the first to the last list that was in force in the time asked; empty when none was. */
  public List<Bar> inForce() {
    List<Instant> starts =
        answer.consensuses().stream()
            .filter(
                held ->
                    held.answers()
                        && held.validAfter().isBefore(answer.question().to())
                        && held.validUntil().isAfter(answer.question().from()))
            .map(HeldConsensus::validAfter)
            .sorted()
            .toList();
    return starts.isEmpty()
        ? List.of()
        : List.of(bar(starts.get(0), starts.get(starts.size() - 1).plus(HOUR), "force"));
  }

  /** The time asked about, its tolerance included; at least a hair wide. */
  public Bar asked() {
    return bar(answer.question().from(), answer.question().to(), "asked");
  }

  /** The instant asked about, within its tolerance; empty when that is the whole of it. */
  public List<Bar> instant() {
    Instant at = answer.question().at();
    return at == null || answer.question().tolerance().isZero()
        ? List.of()
        : List.of(bar(at, at, "instant"));
  }

  /** The scans that saw traffic leave from the address. */
  public List<Mark> scans() {
    return answer.relays().stream()
        .flatMap(relay -> relay.scans().stream())
        .filter(scan -> !scan.time().isBefore(from) && scan.time().isBefore(to))
        .sorted(Comparator.comparing(scan -> scan.time()))
        .map(scan -> new Mark(number(x(scan.time())), words.moments().plainUtc(scan.time())))
        .toList();
  }

  /** Each midnight, with its date. */
  public List<Mark> days() {
    List<Mark> days = new ArrayList<>();
    Instant day = from.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    for (; day.isBefore(to); day = day.plus(1, ChronoUnit.DAYS)) {
      // A date that would run out of the picture is left out; its line stays.
      String date = x(day) > WIDTH - DATE_WIDTH ? "" : date(day);
      days.add(new Mark(number(x(day)), date));
    }
    return days;
  }

  /** In its own order, since the picture runs from left to right in every language. */
  private String date(Instant day) {
    return words.texts().isolated(words.moments().day(day.atOffset(ZoneOffset.UTC).toLocalDate()));
  }

  /** Every sixth hour. */
  public List<Mark> hours() {
    List<Mark> hours = new ArrayList<>();
    Instant hour = from.truncatedTo(ChronoUnit.DAYS);
    for (; hour.isBefore(to); hour = hour.plus(6, ChronoUnit.HOURS)) {
      if (x(hour) >= CLOCK_WIDTH && x(hour) <= WIDTH - CLOCK_WIDTH) {
        int ofDay = hour.atOffset(ZoneOffset.UTC).getHour();
        hours.add(new Mark(number(x(hour)), String.format(Locale.ROOT, "%02d", ofDay)));
      }
    }
    return hours;
  }

  private Bar bar(Instant start, Instant end, String kind) {
    double left = Math.max(0, x(start));
    double right = Math.min(WIDTH, x(end));
    return new Bar(number(left), number(Math.max(1.5, right - left)), kind);
  }

  private double x(Instant time) {
    double whole = Duration.between(from, to).toSeconds();
    return WIDTH * (Duration.between(from, time).toSeconds() / whole);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
