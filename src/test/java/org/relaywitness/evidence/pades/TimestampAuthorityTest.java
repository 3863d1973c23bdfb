package org.relaywitness.evidence.pades;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A timestamp is used only when it is one, for what was asked. */
class TimestampAuthorityTest {
  private static final Instant NOW = Instant.parse("2026-03-05T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final TestCertificates AUTHORITY = new TestCertificates(NOW);
  private static final byte[] BYTES = {1, 2, 3};

  private final TestTimestampServer server = new TestTimestampServer(AUTHORITY, NOW);

  @AfterEach
  void stop() {
    server.close();
  }

  private TimestampAuthority authority() {
    return new TimestampAuthority(server.url(), CLOCK);
  }

  private void refuses(TestTimestampServer.Answering answering, String expected) {
    server.answerWith(answering);
    String message =
        String.valueOf(
            assertThrows(TimestampException.class, () -> authority().stamp(BYTES)).getMessage());
    assertTrue(message.contains(expected), message);
  }

  @Test
  void timestamp_ofARealAuthority_isTaken() throws Exception {
    assertEquals(NOW, authority().stamp(BYTES).getTimeStampInfo().getGenTime().toInstant());
  }

  @Test
  void timestamp_forOtherBytes_isRefused() {
    refuses(
        (server, exchange, request) -> {
          TimeStampRequest asked = new TimeStampRequest(request);
          server.send(
              exchange,
              server.stamp(
                  new TimeStampRequestGenerator()
                      .generate(NISTObjectIdentifiers.id_sha256, new byte[32], asked.getNonce())));
        },
        "does not fit");
  }

  @Test
  void timestamp_withAnotherNonce_isRefused() {
    refuses(
        (server, exchange, request) -> {
          TimeStampRequestGenerator again = new TimeStampRequestGenerator();
          again.setCertReq(true);
          server.send(
              exchange,
              server.stamp(
                  again.generate(
                      NISTObjectIdentifiers.id_sha256,
                      new TimeStampRequest(request).getMessageImprintDigest(),
                      BigInteger.TEN)));
        },
        "does not fit");
  }

  @Test
  void timestamp_ofAnHourAgo_isRefused() {
    refuses(
        (server, exchange, request) ->
            server.send(
                exchange,
                server.stamp(new TimeStampRequest(request), NOW.minus(Duration.ofHours(1)))),
        "more than 5 minutes");
  }

  @Test
  void timestamp_damaged_isRefused() {
    refuses(
        (server, exchange, request) -> {
          byte[] answer = server.stamp(new TimeStampRequest(request));
          answer[answer.length - 5] ^= 1;
          server.send(exchange, answer);
        },
        "timestamp");
  }

  @Test
  void timestamp_bySomebodyWhoMayNot_isRefused() throws Exception {
    try (TestTimestampServer other = new TestTimestampServer(AUTHORITY.signer("EC"), NOW)) {
      TimestampAuthority authority = new TimestampAuthority(other.url(), CLOCK);
      assertThrows(TimestampException.class, () -> authority.stamp(BYTES));
    }
  }

  @Test
  void answer_noneAtAll_isRefused() {
    refuses((server, exchange, request) -> exchange.sendResponseHeaders(500, -1), "status 500");
    refuses((server, exchange, request) -> server.send(exchange, new byte[0]), "timestamp");
    refuses(
        (server, exchange, request) -> server.send(exchange, new byte[] {0x30, 3, 1, 1, 1}),
        "timestamp");
    refuses(
        (server, exchange, request) -> server.send(exchange, new byte[1 << 20]), "cannot be asked");
    refuses(
        (server, exchange, request) -> {
          exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
          exchange.sendResponseHeaders(302, -1);
        },
        "status 302");
  }

  @Test
  void answer_thatNeverComes_isNotWaitedFor() {
    CountDownLatch over = new CountDownLatch(1);
    server.answerWith((server, exchange, request) -> over.await());
    TimestampAuthority hasty = new TimestampAuthority(server.url(), CLOCK, Duration.ofMillis(300));

    assertThrows(TimestampException.class, () -> hasty.stamp(BYTES));
    over.countDown();
  }

  @Test
  void answer_thatTrickles_isNotWaitedFor() {
    CountDownLatch over = new CountDownLatch(1);
    server.answerWith(
        (server, exchange, request) -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(0x30);
          exchange.getResponseBody().flush();
          over.await();
        });
    TimestampAuthority hasty = new TimestampAuthority(server.url(), CLOCK, Duration.ofMillis(300));

    assertThrows(TimestampException.class, () -> hasty.stamp(BYTES));
    over.countDown();
  }

  @Test
  void authority_thatIsNotThere_isToldSo() {
    server.close();
    refuses((server, exchange, request) -> {}, "cannot be asked");
  }
}
