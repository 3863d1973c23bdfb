package org.relaywitness.cli;

import java.io.IOException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.pdf.AnswerPdf;
import org.relaywitness.watch.Metrics;
import org.relaywitness.web.WebServer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code serve}. */
@Command(
    name = "serve",
    description = "Serves the page and the API until it is told to stop (Ctrl-C or SIGTERM).")
final class ServeCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address to listen on (default: 127.0.0.1).")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 0 takes any free one (default: 8080).")
  private @Nullable String port;

  @Option(
      names = "--dns-port",
      paramLabel = "PORT",
      description = "Answers the DNS list on this port too, UDP and TCP (default: off).")
  private @Nullable String dnsPort;

  @Option(
      names = "--dns-zone",
      paramLabel = "ZONE",
      description = "Domain of the DNS list: tor.example.org.")
  private @Nullable String dnsZone;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description =
          "Serves health and metrics on this port of their own; 0 takes any free one (default:"
              + " off).")
  private @Nullable String adminPort;

  @Option(
      names = "--admin-host",
      paramLabel = "HOST",
      description = "Address for health and metrics (default: 127.0.0.1).")
  private @Nullable String adminHost;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandSpec command = Checks.set(spec);
    Map<Settings.Key, String> flags = new EnumMap<>(Settings.Key.class);
    put(flags, Settings.Key.HOST, host);
    put(flags, Settings.Key.PORT, port);
    put(flags, Settings.Key.DNS_PORT, dnsPort);
    put(flags, Settings.Key.DNS_ZONE, dnsZone);
    put(flags, Settings.Key.ADMIN_PORT, adminPort);
    put(flags, Settings.Key.ADMIN_HOST, adminHost);
    Settings settings = main.settings(flags);
    CommandLine line = command.commandLine();
    if (settings.log().json()) {
      line.setErr(Logs.asWriter());
    }
    try (OpenRecords records = OpenRecords.openForReading(settings);
        Watch watch = Watch.over(records.store(), settings, line.getErr())) {
      records.warnWhenEmpty(line.getErr());
      DnsList dns = DnsList.start(records.store(), settings, watch.metrics(), line.getErr());
      try (dns) {
        serve(records, settings, watch.metrics(), command, "/");
      }
    }
    return ExitCode.DONE;
  }

  private static void put(
      Map<Settings.Key, String> flags, Settings.Key key, @Nullable String value) {
    if (value != null) {
      flags.put(key, value);
    }
  }

  /**
   * Serves these records until the process is told to stop.
   *
   * @param begin the path and query of the page to begin with
   */
  static void serve(
      OpenRecords records, Settings settings, Metrics metrics, CommandSpec command, String begin)
      throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    try (WebServer server =
        new WebServer(
            records.store(),
            records.documents(),
            Clock.systemUTC(),
            settings.fairUse(),
            settings.site(),
            metrics)) {
      server.start(settings.host(), settings.port());
      AnswerPdf.warmUp();
      // The hook runs beside this thread: it asks for the end, then waits until all is closed.
      CountDownLatch asked = new CountDownLatch(1);
      Thread serving = Thread.currentThread();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    asked.countDown();
                    await(stopped, serving);
                  },
                  "stop serving"));
      command
          .commandLine()
          .getErr()
          .println("serving on http://" + display(settings.host()) + ":" + server.port() + begin);
      command.commandLine().getErr().flush();
      asked.await();
    } finally {
      stopped.countDown();
    }
  }

  private static void await(CountDownLatch stopped, Thread serving) {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      serving.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private static String display(String host) {
    if (host.equals("127.0.0.1") || host.equals("::1")) {
      return "localhost";
    }
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
