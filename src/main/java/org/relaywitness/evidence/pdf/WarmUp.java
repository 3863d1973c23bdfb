package org.relaywitness.evidence.pdf;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Coverage;
import org.relaywitness.lookup.Limit;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.Verdict;

/** Makes a report on nothing again and again, so that the classes are loaded and compiled. */
final class WarmUp {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int ROUNDS = 12;

  private WarmUp() {}

  /** Runs to its end, or to the limit of time. */
  static void run() {
    Clock clock = Clock.systemUTC();
    Instant end = clock.instant().plus(LONGEST);
    PdfOptions options =
        new PdfOptions(Locale.ENGLISH, URI.create("https://witness.example/"), false);
    Answer answer = answer();
    for (int round = 0; round < ROUNDS && clock.instant().isBefore(end); round++) {
      AnswerPdf.bytes(answer, Documents.NONE, options);
    }
  }

  /** That there is no record of an address of documentation. */
  private static Answer answer() {
    try {
      InetAddress address = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
      Instant at = Instant.parse("2024-03-05T13:07:00Z");
      List<Instant> missing =
          List.of(Instant.parse("2024-03-05T12:00:00Z"), Instant.parse("2024-03-05T13:00:00Z"));
      return new Answer(
          Question.ofInstant(address, at, ZoneOffset.ofHours(1), Duration.ofMinutes(5), 443),
          Verdict.INCONCLUSIVE,
          false,
          false,
          null,
          null,
          List.of(),
          List.of(),
          List.of(),
          new Coverage(
              false,
              new Coverage.Consensuses(2, 0, missing, List.of()),
              new Coverage.ExitLists(2, 0, missing, false),
              null,
              null),
          List.of(),
          List.of(Limit.values()));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
