package org.relaywitness.evidence.pades;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * A timestamp authority, asked over HTTP (RFC 3161). It is told the digest of a signature and
 * nothing else, and what it answers is checked before it is used.
 */
public final class TimestampAuthority {
  /** How long a report waits for its timestamp, in all. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private static final Duration MOST_DIFFERENCE = Duration.ofMinutes(5);
  private static final int LONGEST_ANSWER = 64 << 10;
  private static final int MOST_AT_ONCE = 8;
  private static final int NONCE_BITS = 64;

  private final URI url;
  private final Clock clock;
  private final Duration longestWait;
  private final HttpClient client;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  /** The authority at this address; asks nothing yet. */
  public TimestampAuthority(URI url, Clock clock) {
    this(url, clock, LONGEST_WAIT);
  }

  TimestampAuthority(URI url, Clock clock, Duration longestWait) {
    this.url = url;
    this.clock = clock;
    this.longestWait = longestWait;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(longestWait)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * A timestamp for these bytes.
   *
   * @throws TimestampException when none comes in time, or what comes is no timestamp for them
   */
  TimeStampToken stamp(byte[] bytes) throws TimestampException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
      generator.setCertReq(true);
      TimeStampRequest request =
          generator.generate(
              NISTObjectIdentifiers.id_sha256, digest, new BigInteger(NONCE_BITS, random));
      return checked(response(answer(request.getEncoded())), request, bytes);
    } catch (IOException e) {
      throw new TimestampException("the timestamp authority gave no timestamp: " + reason(e), e);
    } catch (TSPException e) {
      throw new TimestampException("the timestamp does not fit: " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }

  private static TimeStampResponse response(byte[] answer) throws IOException, TSPException {
    try {
      return new TimeStampResponse(answer);
    } catch (RuntimeException e) {
      // The library's way of saying that this is no ASN.1, or another structure.
      throw new IOException("what it answered is no answer of a timestamp authority", e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private TimeStampToken checked(TimeStampResponse response, TimeStampRequest request, byte[] bytes)
      throws TSPException, TimestampException {
    // Status, nonce, digest, that it names its certificate.
    response.validate(request);
    TimeStampToken token = response.getTimeStampToken();
    if (token == null) {
      throw new TimestampException(
          "the timestamp authority refused: status "
              + response.getStatus()
              + (response.getStatusString() == null ? "" : ", " + response.getStatusString()));
    }
    TimestampCheck check = TimestampCheck.of(token, bytes);
    if (!check.intact()) {
      throw new TimestampException("the timestamp is not signed as a timestamp must be");
    }
    Duration difference = Duration.between(check.time(), clock.instant()).abs();
    if (difference.compareTo(MOST_DIFFERENCE) > 0) {
      throw new TimestampException(
          "the timestamp's time, "
              + check.time()
              + ", is more than "
              + MOST_DIFFERENCE.toMinutes()
              + " minutes from this machine's");
    }
    return token;
  }

  private byte[] answer(byte[] question) throws IOException, TimestampException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(longestWait)
            .header("Content-Type", "application/timestamp-query")
            .header("Accept", "application/timestamp-reply")
            .POST(HttpRequest.BodyPublishers.ofByteArray(question))
            .build();
    long end = System.nanoTime() + longestWait.toNanos();
    boolean entered = false;
    CompletableFuture<HttpResponse<byte[]>> asked = null;
    try {
      entered = places.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS);
      if (!entered) {
        throw new TimestampException("too many reports wait for their timestamps");
      }
      asked = client.sendAsync(request, response -> new ShortBody(LONGEST_ANSWER));
      HttpResponse<byte[]> response =
          asked.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (response.statusCode() != 200) {
        throw new TimestampException(
            "the timestamp authority answered with HTTP status " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException e) {
      throw new TimestampException(
          "the timestamp authority did not answer within " + longestWait.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new TimestampException(
          "the timestamp authority cannot be asked: " + cause.getClass().getSimpleName(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TimestampException("interrupted while waiting for the timestamp", e);
    } finally {
      if (asked != null) {
        asked.cancel(true);
      }
      if (entered) {
        places.release();
      }
    }
  }
}
