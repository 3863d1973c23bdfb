package org.relaywitness.web;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.watch.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web server: pages and API over one {@link RelayHistory}. Plain HTTP/1.1; TLS is the business
 * of whatever stands before it. Keeps no log of requests.
 */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final int REQUEST_HEADER_LIMIT = 8 * 1024;

  /** For all that have a turn or wait for one, for bulk questions, streams, and what is cheap. */
  private static final int MAX_THREADS = 300;

  /** Further ones wait until one ends; each takes some ten KiB. */
  private static final int MAX_CONNECTIONS = 1000;

  private static final long IDLE_TIMEOUT_MILLIS = 30_000;
  private static final long STOP_TIMEOUT_MILLIS = 10_000;

  private final Map<String, Route> routes;
  private final FairUse fairUse;
  private final RelayHistory history;
  private final Clock clock;
  private final SecurityHeaders headers;
  private final SlowClients.Limits slowness;
  private final Turns.Limits load;
  private final Metrics metrics;
  private @Nullable Server server;
  private @Nullable ServerConnector connector;

  /**
   * A server, not yet started.
   *
   * @param history read afresh for every request; must bear concurrent readers
   * @param documents the raw documents behind it, or {@link Documents#NONE}
   * @param clock tells what "now" is: which records are pending and which times are future
   * @param fairUse how much one client may ask
   */
  public WebServer(RelayHistory history, Documents documents, Clock clock, FairUse fairUse) {
    this(history, documents, clock, fairUse, Site.UNNAMED);
  }

  /** A server, not yet started, of which its operator says this. */
  public WebServer(
      RelayHistory history, Documents documents, Clock clock, FairUse fairUse, Site site) {
    this(history, documents, clock, fairUse, site, new Metrics());
  }

  /** As the others, counting what it does in these metrics. */
  public WebServer(
      RelayHistory history,
      Documents documents,
      Clock clock,
      FairUse fairUse,
      Site site,
      Metrics metrics) {
    this(
        history,
        documents,
        clock,
        fairUse,
        site,
        metrics,
        SlowClients.Limits.DEFAULT,
        Turns.Limits.DEFAULT);
  }

  /** As the others, with another idea of what is too slow and what is too much. */
  WebServer(
      RelayHistory history,
      Documents documents,
      Clock clock,
      FairUse fairUse,
      Site site,
      Metrics metrics,
      SlowClients.Limits slowness,
      Turns.Limits load) {
    this.slowness = slowness;
    this.load = load;
    this.headers = new SecurityHeaders(fairUse, site.publicUrl());
    this.fairUse = fairUse;
    this.metrics = metrics;
    this.routes = Routes.of(new Records(history, documents, clock, metrics), site);
    this.history = history;
    this.clock = clock;
  }

  /**
   * Starts listening.
   *
   * @param host the address or name of the interface to listen on
   * @param port 0 for any free port
   * @throws IllegalStateException when it is running already
   * @throws WebServerException when it cannot start, for instance because the port is taken
   */
  public synchronized void start(String host, int port) {
    if (server != null) {
      throw new IllegalStateException("the web server is running already");
    }
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("web");
    Server starting = new Server(threads);
    ServerConnector listening = new ServerConnector(starting, 1, 1, http());
    listening.setHost(host);
    listening.setPort(port);
    listening.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
    starting.addConnector(listening);
    Handler answering = Delivery.of(servlets());
    SlowClients slow =
        new SlowClients(new Doorkeeper(fairUse.before(answering), headers), slowness);
    listening.addBean(slow, false);
    starting.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, listening));
    Watched watched = new Watched(new GracefulHandler(slow), metrics);
    starting.setErrorHandler(new QuietErrors(headers, watched::refused));
    starting.setHandler(watched);
    starting.setStopTimeout(STOP_TIMEOUT_MILLIS);
    try {
      starting.start();
    } catch (Exception e) {
      stop(starting, e);
      throw new WebServerException("cannot listen on " + host + " port " + port, e);
    }
    server = starting;
    connector = listening;
  }

  static HttpConnectionFactory http() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setRequestHeaderSize(REQUEST_HEADER_LIMIT);
    // What two readers could take for different requests is refused, not mended.
    configuration.setHttpCompliance(HttpCompliance.STRICT);
    configuration.setUriCompliance(UriCompliance.DEFAULT);
    return new HttpConnectionFactory(configuration);
  }

  private ServletContextHandler servlets() {
    ServletContextHandler context =
        new ServletContextHandler(
            ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);
    Turns turns = new Turns(load);
    // Whoever asks whether the process lives does not wait behind the others.
    Turns watching = new Turns(load);
    routes.forEach(
        (path, route) -> {
          Turns whose = path.startsWith("/health/") ? watching : turns;
          // "" is the root itself; "/" is whatever no other path takes.
          context.addServlet(new RouteServlet(Watched.name(path), route, whose).holder(), path);
        });
    context.addServlet(
        new ServletHolder(new BulkServlet(new BulkRecords(history, clock, metrics))),
        BulkServlet.PATH);
    return context;
  }

  /**
   * The port it listens on.
   *
   * @throws IllegalStateException when it is not running
   */
  public synchronized int port() {
    if (connector == null) {
      throw new IllegalStateException("the web server is not running");
    }
    return connector.getLocalPort();
  }

  /** Stops; requests under way are answered first, for ten seconds at most, then cut off. */
  @Override
  public synchronized void close() {
    if (server == null) {
      return;
    }
    Server stopping = server;
    server = null;
    connector = null;
    try {
      stopping.stop();
    } catch (TimeoutException e) {
      LOG.warn("requests that did not end in time were cut off");
    } catch (Exception e) {
      throw new WebServerException("stopping the web server", e);
    }
  }

  static void stop(Server failed, Exception reason) {
    try {
      failed.stop();
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
  }
}
