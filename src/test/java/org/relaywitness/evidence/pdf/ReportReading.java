package org.relaywitness.evidence.pdf;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.pades.TrustedRoots;

/** Opens the check of reports, which visitors may send files to, to the fuzzer. */
public final class ReportReading {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-05T12:00:00Z"), ZoneOffset.UTC);
  private static final Texts TEXTS = Texts.of(Locale.ENGLISH);

  private ReportReading() {}

  /** Checks bytes as a report: findings with words, and nothing else may come of them. */
  public static void read(byte[] bytes) {
    ReportFindings found = ReportVerifier.verify(bytes, TrustedRoots.NONE, CLOCK);
    if (found.findings().isEmpty() || found.text(TEXTS).isBlank()) {
      throw new IllegalStateException("findings without words");
    }
    if (found.isProved()) {
      throw new IllegalStateException("proved to one who trusts nobody");
    }
  }

  /** Whole reports to begin with: unsigned, signed, and with a timestamp. */
  public static List<byte[]> seeds() {
    byte[] plain = SignedReports.plain("inconclusive");
    return List.of(
        plain,
        SignedReports.signed(plain, SignedReports.KEY),
        SignedReports.stamped(plain, SignedReports.KEY));
  }
}
