package org.relaywitness.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.relaywitness.lookup.Verdict;

/**
 * What is counted and timed. Thread-safe. Every label has few values, all of them this software's
 * own words.
 */
public final class Metrics implements AutoCloseable {
  /** Where questions come in. */
  public enum Door {
    /** The page and everything of the API that answers one question. */
    WEB,
    /** Many questions in one request. */
    BULK,
    /** The DNS list. */
    DNS
  }

  private static final Duration[] BOUNDS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(150),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Metrics that count from now on. */
  public Metrics() {
    // From the start, so that an increase is seen from the first answer on.
    for (Door door : Door.values()) {
      for (Verdict verdict : Verdict.values()) {
        answers(door, verdict);
      }
    }
    bulkErrors();
    dnsDropped();
  }

  /** Adds what the virtual machine tells, and which build this is. */
  public Metrics withProcess(String version) {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    Gauge.builder("relaywitness.build.info", () -> 1)
        .description("Always 1; which version runs, on which Java")
        .tag("version", version)
        .tag("java", Runtime.version().toString())
        .register(registry);
    return this;
  }

  /** Adds the state of the records; an unknown number is NaN. */
  public Metrics withRecords(RecordsState records, Clock clock) {
    gauge(
        "relaywitness.database.up",
        "Whether the records can be read: 1 or 0",
        records,
        state -> state.reachable() ? 1 : 0);
    gauge(
        "relaywitness.newest.consensus.age.seconds",
        "Time since the valid-after of the newest consensus held",
        records,
        state -> seconds(state.consensusAge(clock.instant())));
    gauge(
        "relaywitness.newest.exit.list.age.seconds",
        "Time since the newest exit list held",
        records,
        state -> seconds(state.exitListAge(clock.instant())));
    gauge(
        "relaywitness.coverage.expected.hours",
        "Hours of the last three days in which a consensus was due",
        records,
        state -> state.reachable() ? state.expectedHours() : Double.NaN);
    gauge(
        "relaywitness.coverage.missing.hours",
        "Hours of the last three days whose consensus is missing",
        records,
        state -> state.reachable() ? state.missingHours() : Double.NaN);
    gauge(
        "relaywitness.coverage.missing.exit.list.hours",
        "Hours of the last three days without an exit list",
        records,
        state -> state.reachable() ? state.missingListHours() : Double.NaN);
    gauge(
        "relaywitness.replica.delay.seconds",
        "How far the database is behind the one that it follows; 0 where it follows none",
        records,
        state -> state.reachable() && !state.replica() ? 0 : seconds(state.delay()));
    return this;
  }

  private void gauge(
      String name,
      String description,
      RecordsState records,
      ToDoubleFunction<RecordsState.State> value) {
    Gauge.builder(name, records, state -> value.applyAsDouble(state.current()))
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private static double seconds(Optional<Duration> duration) {
    return duration.map(Duration::toSeconds).map(Long::doubleValue).orElse(Double.NaN);
  }

  /** For what counts by itself. */
  public MeterRegistry registry() {
    return registry;
  }

  /**
   * A request over HTTP has ended.
   *
   * @param route the name of what answered, never the request's path
   * @param status 0: it broke off before there was one
   */
  public void requested(String route, int status, long nanos) {
    Timer.builder("relaywitness.http.requests")
        .description("Requests over HTTP, by what answered and with which status")
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(BOUNDS)
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A question has been answered. */
  public void answered(Door door, Verdict verdict) {
    answers(door, verdict).increment();
  }

  private Counter answers(Door door, Verdict verdict) {
    return Counter.builder("relaywitness.answers")
        .description("Questions answered, by where they came in and by verdict")
        .tag("door", door.name().toLowerCase(Locale.ROOT))
        .tag("verdict", verdict.code())
        .register(registry);
  }

  /** Lines of bulk requests that were no questions. */
  public void bulkErrors(int lines) {
    bulkErrors().increment(lines);
  }

  private Counter bulkErrors() {
    return Counter.builder("relaywitness.bulk.errors")
        .description("Lines of bulk requests that were no questions")
        .register(registry);
  }

  /**
   * A DNS message has been replied to.
   *
   * @param transport {@code udp} or {@code tcp}
   * @param rcode of the reply, in lower case
   */
  public void dnsReplied(String transport, String rcode, long nanos) {
    Timer.builder("relaywitness.dns.requests")
        .description("DNS messages replied to, by transport and response code")
        .tag("transport", transport)
        .tag("rcode", rcode)
        .serviceLevelObjectives(BOUNDS)
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A DNS message was dropped: too many were waiting. */
  public void dnsDropped(int messages) {
    dnsDropped().increment(messages);
  }

  private Counter dnsDropped() {
    return Counter.builder("relaywitness.dns.dropped")
        .description("DNS messages dropped because too many were waiting")
        .register(registry);
  }

  /** All of it in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
