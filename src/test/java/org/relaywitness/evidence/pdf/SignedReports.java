package org.relaywitness.evidence.pdf;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.pades.ReportSigner;
import org.relaywitness.evidence.pades.SigningKey;
import org.relaywitness.evidence.pades.TestCertificates;
import org.relaywitness.evidence.pades.TestTimestampServer;
import org.relaywitness.evidence.pades.TimestampAuthority;
import org.relaywitness.evidence.pades.TimestampException;

/** Reports of the examples, signed by an installation of the tests. */
final class SignedReports {
  static final Instant NOW = Instant.parse("2026-03-05T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final TestCertificates AUTHORITY = new TestCertificates(NOW);
  static final SigningKey KEY = AUTHORITY.signer("EC");

  private SignedReports() {}

  /** The report on one of the examples. */
  static byte[] plain(String example) {
    return AnswerPdf.report(
            ReportExamples.answer(example), Documents.NONE, ReportExamples.full(), List.of())
        .bytes();
  }

  /** Signed with this key, without a timestamp. */
  static byte[] signed(byte[] report, SigningKey key) {
    return sign(report, key, null);
  }

  /** Signed, with a timestamp. */
  static byte[] stamped(byte[] report, SigningKey key) {
    try (TestTimestampServer server = new TestTimestampServer(AUTHORITY, NOW)) {
      return sign(report, key, new TimestampAuthority(server.url(), CLOCK));
    }
  }

  private static byte[] sign(
      byte[] report, SigningKey key, @Nullable TimestampAuthority timestamps) {
    try {
      return new ReportSigner(key, timestamps, true, CLOCK).sign(report);
    } catch (TimestampException e) {
      throw new IllegalStateException(e);
    }
  }
}
