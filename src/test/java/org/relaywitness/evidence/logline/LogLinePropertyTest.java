package org.relaywitness.evidence.logline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.relaywitness.directory.Addresses;
import org.relaywitness.lookup.QuestionParser;
import org.relaywitness.lookup.ZoneAbbreviations;

/** Laws of reading lines: no line breaks it, and no zone is read that the line does not name. */
class LogLinePropertyTest {
  private static final List<String> PATTERNS =
      List.of(
          "uuuu-MM-dd HH:mm:ss",
          "uuuu-MM-dd'T'HH:mm:ss",
          "uuuu-MM-dd HH:mm:ss,SSS",
          "uuuu/MM/dd HH:mm:ss",
          "dd/MMM/uuuu:HH:mm:ss",
          "EEE, d MMM uuuu HH:mm:ss",
          "dd-MMM-uuuu HH:mm:ss.SSS",
          "MMMM d, uuuu h:mm:ss a");

  /** What stands behind times in logs, and names no zone. */
  private static final List<String> NO_ZONE =
      List.of(
          "",
          " ",
          " -",
          " - ",
          " [error] ",
          " GET /",
          " INFO ",
          " 0100",
          " 200 -12 ",
          "|",
          ", ",
          "\t",
          " -1234 ",
          "]",
          "\"",
          " +",
          " (",
          " host sshd[1]: ",
          " Zurich ",
          " EST5EDT ",
          " UTC-",
          " x+01:00 ");

  @Provide
  Arbitrary<String> lines() {
    Arbitrary<String> parts =
        Arbitraries.oneOf(
            Arbitraries.strings().all().ofMaxLength(20),
            Arbitraries.strings().withChars("0123456789:./-+ TZ[],;\"").ofMaxLength(30),
            Arbitraries.of(
                "203.0.113.9",
                "2001:db8::9",
                "2024-03-05T14:07:00",
                "[05/Mar/2024:14:07:00 ",
                "Mar  5 14:07:00",
                "05/03/2024 14:07",
                "1709644020",
                "1709644020123",
                " +0100",
                " GMT+1",
                " CET",
                " PM",
                "99999999999999999999",
                "::",
                "\r\n\t"));
    return parts.list().ofMaxSize(12).map(all -> String.join("", all));
  }

  @Property(tries = 3000)
  void anyLine_isReadWithoutFault(@ForAll("lines") String line) {
    LogLine read = LogLine.read(line);

    read.addresses()
        .forEach(address -> assertTrue(Addresses.format(address).length() > 1, "an address"));
    for (LoggedTime time : read.times()) {
      String zone = time.zone();
      if (zone != null) {
        boolean known = QuestionParser.findZone(zone) != null;
        assertTrue(known || !ZoneAbbreviations.meanings(zone).isEmpty(), zone);
      }
    }
  }

  @Provide
  Arbitrary<LocalDateTime> times() {
    return Arbitraries.longs()
        .between(1_100_000_000L, 1_900_000_000L)
        .map(seconds -> LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC));
  }

  @Provide
  Arbitrary<ZoneOffset> offsets() {
    return Arbitraries.integers()
        .between(-48, 56)
        .map(quarters -> ZoneOffset.ofTotalSeconds(quarters * 900));
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of(PATTERNS);
  }

  private static String written(String pattern, LocalDateTime time) {
    return DateTimeFormatter.ofPattern(pattern, Locale.US).format(time);
  }

  private static LoggedTime only(String line) {
    LogLine read = LogLine.read(line);
    assertEquals(1, read.times().size(), line);
    assertEquals(1, read.addresses().size(), line);
    return read.times().get(0);
  }

  @Property(tries = 1000)
  void timeWithOffset_inAnyForm_isThatInstant(
      @ForAll("times") LocalDateTime time,
      @ForAll("patterns") String pattern,
      @ForAll("offsets") ZoneOffset offset,
      @ForAll boolean colon) {
    String zone = DateTimeFormatter.ofPattern(colon ? "xxx" : "xx").format(time.atOffset(offset));
    LoggedTime read = only("[" + written(pattern, time) + " " + zone + "] from 203.0.113.9 x");

    assertEquals(List.of(time.toLocalDate()), read.days());
    assertEquals(time.toLocalTime(), read.time());
    assertEquals(
        offset, QuestionParser.findZone(Objects.requireNonNull(read.zone())), read.toString());
  }

  @Provide
  Arbitrary<String> behind() {
    return Combinators.combine(
            Arbitraries.of(NO_ZONE), Arbitraries.of("", "a 12 ", "from ", "client: "))
        .as((one, other) -> one + " " + other);
  }

  @Property(tries = 1000)
  void timeWithoutZone_inAnyForm_getsNone(
      @ForAll("times") LocalDateTime time,
      @ForAll("patterns") String pattern,
      @ForAll("behind") String behind) {
    LoggedTime read = only(written(pattern, time) + behind + " 203.0.113.9 x");

    assertEquals(time.toLocalTime(), read.time());
    assertEquals(null, read.zone(), behind);
  }

  @Property(tries = 500)
  void numbersOfDayAndMonth_thatBothCanBeMonths_areNeverDecided(
      @ForAll("times") LocalDateTime time, @ForAll boolean dayFirst) {
    LoggedTime read =
        only(written(dayFirst ? "dd/MM/uuuu HH:mm" : "MM/dd/uuuu HH:mm", time) + " 203.0.113.9");

    assertTrue(read.days().contains(time.toLocalDate()));
    boolean certain = time.getDayOfMonth() > 12 || time.getDayOfMonth() == time.getMonthValue();
    assertEquals(certain, read.certainDay());
  }

  @Property(tries = 500)
  void syslogTime_never_getsAYear(@ForAll("times") LocalDateTime time) {
    LoggedTime read = only(written("MMM ppd HH:mm:ss", time) + " host sshd[1]: from 203.0.113.9");

    assertNotNull(read.yearless());
    assertEquals(List.of(), read.days());
    assertEquals(null, read.zone());
  }
}
