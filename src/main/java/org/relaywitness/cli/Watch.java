package org.relaywitness.cli;

import java.io.PrintWriter;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.store.Store;
import org.relaywitness.watch.Metrics;
import org.relaywitness.watch.RecordsState;
import org.relaywitness.web.AdminServer;

/** The metrics of a serving process, and the listener that shows them where one is configured. */
record Watch(Metrics metrics, @Nullable AdminServer server) implements AutoCloseable {

  /** Counts from now on, and listens where a port is set. */
  static Watch over(Store store, Settings settings, PrintWriter err) {
    Metrics metrics = new Metrics();
    Settings.Admin admin = settings.admin();
    if (admin.port() == null) {
      return new Watch(metrics, null);
    }
    Clock clock = Clock.systemUTC();
    RecordsState records = new RecordsState(store, clock);
    metrics.withProcess(ProductVersion.current()).withRecords(records, clock);
    store.watch(metrics.registry());
    AdminServer server =
        AdminServer.start(admin.host(), admin.port(), metrics, records, admin.readiness(), clock);
    err.println("health and metrics on " + admin.host() + " port " + server.port());
    err.flush();
    return new Watch(metrics, server);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    metrics.close();
  }
}
