package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.relaywitness.dns.DnsServer;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.watch.Metrics;

/** The DNS list beside the page, where it is configured. */
record DnsList(@Nullable DnsServer server) implements AutoCloseable {

  /** Starts it, or nothing where no port is set. */
  static DnsList start(RelayHistory history, Settings settings, Metrics metrics, PrintWriter err)
      throws IOException {
    Integer port = settings.dnsPort();
    String zone = settings.dnsZone();
    if (port == null || zone == null) {
      return new DnsList(null);
    }
    DnsServer server =
        new DnsServer(
            history,
            zone,
            Clock.systemUTC(),
            InetAddress.getByName(settings.host()),
            port,
            metrics);
    err.println("answering DNS for " + zone + " on port " + server.port());
    err.flush();
    return new DnsList(server);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
