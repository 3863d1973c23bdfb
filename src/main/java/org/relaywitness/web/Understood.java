package org.relaywitness.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.evidence.Moments;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.Question;

/**
 * The question as it was understood, to be read before its answer: a wrong time zone is the mistake
 * for which people were arrested.
 */
public final class Understood {
  private final Question question;
  private final Texts texts;
  private final Moments moments;
  private final List<String> notices;

  Understood(Question question, Texts texts, AskedZone zone) {
    this.question = question;
    this.texts = texts;
    this.moments = texts.moments(question.zone());
    this.notices = notices(zone);
  }

  private List<String> notices(AskedZone zone) {
    List<String> found = new ArrayList<>();
    if (zone.zone() == null && question.date() != null) {
      found.add(texts.text("understood.no_zone"));
    }
    if (zone.place() != null) {
      found.add(
          texts.text(
              "understood.place",
              Map.of("place", zone.place().name(), "zone", zone.place().zone())));
    }
    return found;
  }

  /** The sentences of the page. */
  public Texts texts() {
    return texts;
  }

  /** What was assumed, and must not be passed over. */
  public List<String> notices() {
    return notices;
  }

  /** The address asked about. */
  public String address() {
    return Addresses.format(question.address());
  }

  /** Whether a whole day is asked about. */
  public boolean wholeDay() {
    return question.date() != null;
  }

  /**
   * The time or day in the asker's zone; {@code null} when that is UTC: then {@link #utc} is it.
   */
  public @Nullable String local() {
    return isUtc() ? null : wholeDay() ? day(question.zone()) : moments.weekdayLocal(at());
  }

  /** The same time in UTC, or the first and last second of the day. */
  public String utc() {
    if (!wholeDay()) {
      return moments.weekdayUtc(at());
    }
    return isUtc() ? day(question.zone()) : interval();
  }

  /** The same once more, as machines write it. */
  public String iso() {
    return wholeDay()
        ? texts.text("understood.iso", Map.of("from", question.from(), "to", last()))
        : at().toString();
  }

  /** The time either side that the clock may have been wrong; {@code null}: it counts as right. */
  public @Nullable String tolerance() {
    return question.tolerance().isZero() ? null : moments.span(question.tolerance());
  }

  /** The interval looked at in UTC; {@code null} where the time asked is all. */
  public String interval() {
    return texts.text(
        "question.time.interval",
        Map.of("from", moments.weekdayUtc(question.from()), "to", moments.weekdayUtc(last())));
  }

  /** The port asked about, or that none was named. */
  public String port() {
    Integer port = question.port();
    return port == null ? texts.text("question.port.none") : port.toString();
  }

  private String day(ZoneId zone) {
    LocalDate date = question.date();
    return date == null
        ? ""
        : texts.text(
            "question.time.day",
            Map.of("day", moments.weekday(date), "zone", Moments.zoneId(zone)));
  }

  private boolean isUtc() {
    return Moments.zoneId(question.zone()).equals("UTC");
  }

  private Instant at() {
    return question.at() == null ? question.from() : question.at();
  }

  /** The last second that belongs to the question. */
  private Instant last() {
    return question.to().minusSeconds(1);
  }
}
