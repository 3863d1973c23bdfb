package org.relaywitness.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.Verification;
import org.relaywitness.lookup.Limit;
import org.relaywitness.lookup.Verdict;

class TextsTest {
  private static final Texts ENGLISH = Texts.of(Locale.ENGLISH);
  private static final Pattern KEY =
      Pattern.compile("(?:text|say)\\(\\s*\"([a-z0-9_.]+[a-z0-9])\"");
  private static final Pattern COUNT = Pattern.compile("count\\(\\s*\"([a-z0-9_.]+)\"");

  @Test
  void everyEnumValue_hasItsSentence() {
    for (Verdict verdict : Verdict.values()) {
      assertTrue(ENGLISH.has("verdict." + verdict.code() + ".label"), verdict.code());
    }
    for (Limit limit : Limit.values()) {
      assertTrue(ENGLISH.has("limit." + limit.code()), limit.code());
    }
    for (Verification verification : Verification.values()) {
      assertTrue(ENGLISH.has("verification." + verification.code()), verification.code());
    }
  }

  @Test
  void everyKeyUsed_isThere() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (String folder : new String[] {"src/main/java", "webapp"}) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(TextsTest::isSource).toList()) {
          String source = Files.readString(file);
          addMissing(missing, KEY.matcher(source), "");
          addMissing(missing, COUNT.matcher(source), ".other");
        }
      }
    }
    assertEquals(Set.of(), missing);
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(".java") || file.toString().endsWith(".jte");
  }

  private static void addMissing(Set<String> missing, Matcher keys, String ending) {
    while (keys.find()) {
      if (!ENGLISH.has(keys.group(1) + ending)) {
        missing.add(keys.group(1));
      }
    }
  }

  @Test
  void text_placeholderWithoutValue_isRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> ENGLISH.text("time.utc", Map.of("other", 1)));
  }

  @Test
  void text_unknownKey_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> ENGLISH.text("no.such.key"));
  }

  @Test
  void of_languageWithoutTranslation_isEnglishWhateverTheSystemSpeaks() {
    assertEquals(Locale.ENGLISH, Texts.of(Locale.forLanguageTag("tlh")).locale());
  }

  @Test
  void both_zoneAhead_namesZoneOffsetAndUtc() {
    Moments moments = ENGLISH.moments(ZoneId.of("Europe/Berlin"));

    assertEquals(
        "5 March 2024, 14:07:00 (Europe/Berlin, UTC+01:00) = 5 March 2024, 13:07:00 UTC",
        moments.both(Instant.parse("2024-03-05T13:07:00Z")));
  }

  @Test
  void both_utcInAnySpelling_isWrittenOnce() {
    for (String zone : new String[] {"UTC", "Z", "Etc/UTC", "+00:00"}) {
      assertEquals(
          "5 March 2024, 13:07:00 UTC",
          ENGLISH.moments(ZoneId.of(zone)).both(Instant.parse("2024-03-05T13:07:00Z")));
    }
  }

  @Test
  void both_londonInWinter_namesItsOwnZone() {
    assertEquals(
        "5 March 2024, 13:07:00 (Europe/London, UTC) = 5 March 2024, 13:07:00 UTC",
        ENGLISH.moments(ZoneId.of("Europe/London")).both(Instant.parse("2024-03-05T13:07:00Z")));
  }

  @Test
  void span_oneAndMany_areCountedRight() {
    Moments moments = ENGLISH.moments(ZoneId.of("UTC"));

    assertEquals("less than a minute", moments.span(Duration.ofSeconds(59)));
    assertEquals("1 minute", moments.span(Duration.ofMinutes(1)));
    assertEquals("1 hour 2 minutes", moments.span(Duration.ofMinutes(62)));
    assertEquals("46 hours", moments.span(Duration.ofHours(46)));
  }

  @Test
  void shown_steeringCharacters_areReplaced() {
    assertEquals("a\ufffdb\ufffdc\ufffd", Untrusted.shown("a\u001bb\u202ec\n"));
    assertEquals("Zoë 42", Untrusted.shown("Zoë 42"));
    assertEquals("a\tb\r\n\ufffd[2J", Untrusted.typed("a\tb\r\n\u001b[2J"));
  }
}
