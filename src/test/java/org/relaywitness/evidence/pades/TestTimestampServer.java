package org.relaywitness.evidence.pades;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A timestamp authority of the tests: a real one, over HTTP on the loopback interface. */
public final class TestTimestampServer implements AutoCloseable {
  /** What the authority does with a request. */
  interface Answering {
    void answer(TestTimestampServer server, HttpExchange exchange, byte[] request) throws Exception;
  }

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger asked = new AtomicInteger();
  private final SigningKey key;
  private final Instant now;
  private volatile Answering answering =
      (server, exchange, request) -> {
        server.send(exchange, server.stamp(new TimeStampRequest(request)));
      };

  /** Listens at once; states this time. */
  public TestTimestampServer(TestCertificates certificates, Instant now) {
    this(certificates.timestamps(), now);
  }

  TestTimestampServer(SigningKey key, Instant now) {
    this.key = key;
    this.now = now;
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  /** Where it is asked. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/tsa");
  }

  /** How often it was asked. */
  public int asked() {
    return asked.get();
  }

  void answerWith(Answering other) {
    answering = other;
  }

  private void handle(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    byte[] request = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      answering.answer(this, exchange, request);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  void send(HttpExchange exchange, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  byte[] stamp(TimeStampRequest request) throws Exception {
    return stamp(request, now);
  }

  byte[] stamp(TimeStampRequest request, Instant time) throws Exception {
    DigestCalculator sha256 =
        new JcaDigestCalculatorProviderBuilder()
            .build()
            .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256));
    TimeStampTokenGenerator generator =
        new TimeStampTokenGenerator(
            new JcaSimpleSignerInfoGeneratorBuilder()
                .build("SHA256withECDSA", key.key(), key.certificate()),
            sha256,
            new ASN1ObjectIdentifier("1.3.6.1.4.1.13762.3"));
    generator.addCertificates(new JcaCertStore(key.chain()));
    TimeStampResponse response =
        new TimeStampResponseGenerator(generator, TSPAlgorithms.ALLOWED)
            .generate(request, BigInteger.ONE, Date.from(time));
    return response.getEncoded();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
