package org.relaywitness.web;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.JsonBody;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.watch.Metrics;
import org.relaywitness.watch.Readiness;
import org.relaywitness.watch.RecordsState;

/**
 * Health and metrics, on a listener of their own: for those who run the service, not for its users.
 * It has its own threads, so that it answers while all others are busy.
 */
public final class AdminServer implements AutoCloseable {
  private static final int MAX_THREADS = 8;
  private static final long IDLE_TIMEOUT_MILLIS = 10_000;
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final Map<String, String> ALLOW = Map.of("Allow", "GET, HEAD");

  private final Server server;
  private final ServerConnector connector;

  private AdminServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts listening.
   *
   * @param port 0 for any free port
   * @throws WebServerException when it cannot, for instance because the port is taken
   */
  public static AdminServer start(
      String host, int port, Metrics metrics, RecordsState records, Readiness rule, Clock clock) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
    threads.setName("admin");
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 1, 1, WebServer.http());
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
    server.addConnector(connector);
    SecurityHeaders headers = new SecurityHeaders(FairUse.OFF, null);
    server.setErrorHandler(new QuietErrors(headers, (request, status) -> {}));
    server.setHandler(new Doorkeeper(new Answering(metrics, records, rule, clock), headers));
    try {
      server.start();
    } catch (Exception e) {
      WebServer.stop(server, e);
      throw new WebServerException("cannot listen on " + host + " port " + port, e);
    }
    return new AdminServer(server, connector);
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new WebServerException("stopping the admin server", e);
    }
  }

  private static final class Answering extends Handler.Abstract {
    private final Metrics metrics;
    private final RecordsState records;
    private final Readiness rule;
    private final Clock clock;

    Answering(Metrics metrics, RecordsState records, Readiness rule, Clock clock) {
      this.metrics = metrics;
      this.records = records;
      this.rule = rule;
      this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Doorkeeper.write(reply(request), response, callback);
      return true;
    }

    private Reply reply(Request request) {
      boolean read =
          HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
      return switch (Request.getPathInContext(request)) {
        case "/health/live" -> read ? Api.live() : method();
        case "/health/ready" -> read ? ready() : method();
        case "/metrics" ->
            read
                ? Reply.of(
                    200,
                    PROMETHEUS,
                    metrics.scrape().getBytes(StandardCharsets.UTF_8),
                    Reply.NO_STORE)
                : method();
        default -> ApiRoute.problem("not_found", 404);
      };
    }

    private static Reply method() {
      return ApiRoute.problem("method", 405, ALLOW);
    }

    private Reply ready() {
      Instant now = clock.instant();
      RecordsState.State state = records.current();
      List<String> problems = rule.problems(state, now);
      byte[] body =
          JsonBody.bytes(
              json ->
                  json.put("status", problems.isEmpty() ? "ready" : "not_ready")
                      .put("version", ProductVersion.current())
                      .strings("problems", problems, problem -> problem)
                      .put("database", state.reachable())
                      .put("newest_consensus", state.newestConsensus())
                      .put("newest_consensus_age_seconds", seconds(state.consensusAge(now)))
                      .put("newest_exit_list", state.newestExitList())
                      .put("newest_exit_list_age_seconds", seconds(state.exitListAge(now)))
                      .put("replica", state.replica())
                      .put("replica_delay_seconds", seconds(state.delay())));
      return new Reply(problems.isEmpty() ? 200 : 503, Reply.JSON, body, Reply.NO_STORE, Map.of());
    }

    private static @Nullable Integer seconds(Optional<Duration> age) {
      return age.map(Duration::toSeconds).map(Long::intValue).orElse(null);
    }
  }
}
