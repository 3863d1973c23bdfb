package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleDemo;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Marked addresses are looked up through every door of a running process that logs all it can, and
 * then looked for wherever the process, its database and its system could have kept them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CanaryIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String AT = "2024-03-06T12:30:00Z";

  /** In no document of the sample, whose addresses lie elsewhere. */
  private static final String CANARY = "203.0.113.217";

  private static final String CANARY_6 = "2001:db8:dead:beef::c0de";
  private static final List<String> CANARIES = List.of(CANARY, CANARY_6);

  /** What the sample holds, so that a search that finds nothing anywhere is noticed. */
  private static final String HELD = SampleDemo.EXAMPLE_ADDRESS;

  @TempDir static Path folder = Path.of("");
  private static ServedProcess served;

  @BeforeAll
  static void serve() throws Exception {
    Path sample = folder.resolve("sample.tar.xz");
    try (InputStream demo = SampleDemo.open()) {
      Files.copy(demo, sample);
    }
    Path authorities = folder.resolve("authorities.tsv");
    Files.write(authorities, new SampleArchive(SampleDemo.options()).authoritiesFile());
    Path config =
        Files.writeString(
            folder.resolve("canary.properties"),
            "data = "
                + folder.resolve("data")
                + "\nauthorities = "
                + authorities
                + "\nlog-level = debug\nlock-timeout = 1\nstatement-timeout = 5\n"
                + "dns-port = 0\ndns-zone = tor.example.org\n");
    Program.run("import", sample.toString(), "--config", config.toString()).exited(0);
    Files.createDirectory(folder.resolve("tmp"));
    List<String> arguments = new ArrayList<>(List.of(ServedProcess.SERVE));
    arguments.addAll(List.of("--config", config.toString()));
    List<String> command =
        Program.command(System.getProperty("java.home", ""), arguments.toArray(String[]::new));
    command.add(1, "-Djava.io.tmpdir=" + folder.resolve("tmp"));
    served = ServedProcess.start(new ProcessBuilder(command));
  }

  @AfterAll
  static void stop() throws Exception {
    if (served != null) {
      served.close();
    }
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpRequest.Builder at(String path) throws IOException {
    return HttpRequest.newBuilder(served.at(path));
  }

  /** What each marked address was answered with, over HTTP. */
  private static void askOverHttp(String canary, Set<String> statuses) throws Exception {
    String question = "address=" + canary + "&at=" + AT;
    for (String path :
        List.of(
            "/?ip=" + canary + "&timestamp=2024-03-06",
            "/?ip=" + canary + "&at=" + AT + "&lang=en",
            "/?ip=" + canary + "x&at=" + AT,
            "/?ip=" + canary + "&at=yesterday",
            "/" + canary,
            "/api/v1/lookup?" + question,
            "/api/v1/lookup?" + question + "&port=443&tolerance=PT5M",
            "/api/v1/lookup?" + question + "&address=" + canary,
            "/api/v1/lookup?address=" + canary + "&at=2124-01-01T00:00:00Z",
            "/api/v1/lookup?" + canary + "=1",
            "/api/v1/networks/" + canary + "/" + (canary.contains(":") ? 64 : 24),
            "/api/v1/networks/" + canary + "/999",
            "/api/v1/relays/" + canary,
            "/api/v1/documents/" + canary,
            "/api/" + canary,
            "/evidence.json?ip=" + canary + "&at=" + AT,
            "/evidence.zip?ip=" + canary + "&at=" + AT,
            "/evidence.pdf?ip=" + canary + "&at=" + AT + "&certification=true",
            "/query.json?ip=" + canary + "&timestamp=2024-03-06",
            "/query.json?ip=" + canary + "&timestamp=never")) {
      for (String method : List.of("GET", "HEAD", "OPTIONS", "DELETE")) {
        HttpRequest.Builder request =
            at(path)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Referer", "http://example.org/" + canary)
                .header("User-Agent", canary)
                .header("Accept", "application/json;q=0.5, text/plain;x=" + canary);
        statuses.add(path.replace(canary, "*") + " " + method + " " + send(request).statusCode());
      }
    }
    String csv = "address,at\n" + canary + "," + AT + "\n" + canary + "x,then\n" + canary;
    String json =
        "[{\"address\":\"" + canary + "\",\"at\":\"" + AT + "\"},{\"address\":\"" + canary;
    for (String body : List.of(csv, json)) {
      for (String type : List.of("text/csv", "application/json", "application/x-ndjson", "a/b")) {
        statuses.add(
            type
                + " POST "
                + send(at("/api/v1/lookups")
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                    .statusCode());
      }
    }
    for (String raw :
        List.of(
            "GET /?ip=" + canary + " HTTP/9.9\r\n\r\n",
            canary + " / HTTP/1.1\r\n\r\n",
            "GET /%zz?ip=" + canary + " HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: " + canary + "\0\r\n\r\n",
            "GET /?ip=" + canary + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
            // A client that is gone in the middle of its question, and of its answer.
            "POST /api/v1/lookups HTTP/1.1\r\nHost: a\r\nContent-Type: text/csv\r\n"
                + "Content-Length: 9999\r\n\r\naddress,at\n"
                + canary)) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
        socket.getOutputStream().write(raw.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static int askOverDns(String name) throws IOException {
    Message question =
        Message.newQuery(Record.newRecord(Name.fromString(name), Type.TXT, DClass.IN));
    byte[] asked = question.toWire();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(30_000);
      socket.send(new DatagramPacket(asked, asked.length, loopback, served.dnsPort()));
      DatagramPacket reply = new DatagramPacket(new byte[2048], 2048);
      socket.receive(reply);
      return reply.getData()[3] & 0xf;
    }
  }

  /** A connection as the owner of the embedded database. */
  private static Connection owner() throws Exception {
    Path postgres = folder.resolve("data").resolve("postgres");
    String port = Files.readAllLines(postgres.resolve("cluster").resolve("postmaster.pid")).get(3);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port.strip() + "/postgres",
        "relaywitness",
        Files.readString(postgres.resolve("password")).strip());
  }

  /** All that the database would tell its owner: rows, and statements that run or ran. */
  private static void searchDatabase(Connection connection, Traces traces) throws Exception {
    List<String> relations = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid ="
                    + " c.relnamespace where c.relkind in ('r', 'm', 'p') or c.relname in"
                    + " ('pg_stat_activity', 'pg_prepared_statements', 'pg_cursors', 'pg_stats')")) {
      while (row.next()) {
        relations.add(row.getString(1));
      }
    }
    for (String relation : relations) {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select t::text from " + relation + " t")) {
        while (row.next()) {
          traces.search("table " + relation, String.valueOf(row.getString(1)));
        }
      }
    }
  }

  private static List<byte[]> marks(String address) throws IOException {
    InetAddress parsed = InetAddress.getByName(address);
    byte[] bytes = parsed.getAddress();
    // As PostgreSQL keeps it: family, prefix length, bytes.
    byte[] stored = new byte[bytes.length + 2];
    stored[0] = (byte) (bytes.length == 4 ? 2 : 3);
    stored[1] = (byte) (8 * bytes.length);
    System.arraycopy(bytes, 0, stored, 2, bytes.length);
    List<byte[]> marks = new ArrayList<>(List.of(stored));
    String hex = HexFormat.of().formatHex(stored, 2, stored.length);
    String[] labels = address.split("\\.", -1);
    for (String text :
        List.of(
            address,
            address.replace(":", "%3A"),
            parsed.getHostAddress(),
            // As DNS has it.
            labels.length == 4
                ? labels[3] + "." + labels[2] + "." + labels[1] + "." + labels[0]
                : new StringBuilder(String.join(".", hex.split(""))).reverse().toString())) {
      marks.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return marks;
  }

  private static List<byte[]> marks() throws IOException {
    List<byte[]> marks = new ArrayList<>();
    for (String canary : CANARIES) {
      marks.addAll(marks(canary));
    }
    return marks;
  }

  @Test
  @Order(1)
  void addressesLookedUp_throughEveryDoor_areNowhereAfterwards() throws Exception {
    Set<String> statuses = new TreeSet<>();
    for (String canary : CANARIES) {
      askOverHttp(canary, statuses);
    }
    for (String expected :
        List.of(
            "/api/v1/lookup?address=*&at=" + AT + " GET 200",
            "/evidence.pdf?ip=*&at=" + AT + "&certification=true GET 200",
            "/evidence.zip?ip=*&at=" + AT + " GET 200",
            "/query.json?ip=*&timestamp=2024-03-06 GET 200",
            "/api/v1/lookup?*=1 GET 400",
            "text/csv POST 200",
            "application/json POST 200")) {
      assertTrue(statuses.contains(expected), () -> expected + " is not in " + statuses);
    }
    assertEquals(3, askOverDns("217.113.0.203.20240306t1230z.at.tor.example.org."));
    askOverDns("217.113.0.203.exits.tor.example.org.");
    askOverDns("217.113.0.203.nonsense.tor.example.org.");
    askOverDns("217.113.0.203.exits.example.net.");
    askByCommand();

    Traces traces = new Traces(marks());
    try (Connection connection = owner()) {
      askInVain(connection, traces);
      searchDatabase(connection, traces);
    }
    traces.search("stdout and stderr", served.log());
    traces.search("metrics", ServedProcess.get(served.adminAt("/metrics")).body());
    traces.search("health", ServedProcess.get(served.adminAt("/health/ready")).body());
    traces.searchProcess(ProcessHandle.of(served.pid()).orElseThrow());
    traces.searchProcess(ProcessHandle.of(postmaster()).orElseThrow());
    traces.searchFolder(folder.resolve("data"));
    traces.searchFolder(folder.resolve("tmp"));
    assertEquals(Set.of(), traces.found());
    assertTrue(served.log().contains("DEBUG"), "it was to log all it can");
  }

  private static long postmaster() throws IOException {
    Path file = folder.resolve("data").resolve("postgres").resolve("cluster");
    return Long.parseLong(Files.readAllLines(file.resolve("postmaster.pid")).get(0).strip());
  }

  private static void askByCommand() throws Exception {
    Path batch = Files.writeString(folder.resolve("batch.csv"), "address,at\n" + CANARY + "," + AT);
    String data = folder.resolve("data").toString();
    Program.run("lookup", CANARY, AT, "--data", data).exited(0);
    Program.run("lookup", CANARY_6 + "x", AT, "--data", data).exited(ExitCode.USAGE);
    Program.run("lookup", "--batch", batch.toString(), "--data", data).exited(0);
  }

  /** While the table is locked, questions wait, are seen waiting, and fail. */
  private static void askInVain(Connection connection, Traces traces) throws Exception {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock table run in access exclusive mode");
      List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
      for (String canary : CANARIES) {
        URI question = served.at("/api/v1/lookup?address=" + canary + "&at=" + AT);
        waiting.add(
            CLIENT.sendAsync(
                HttpRequest.newBuilder(question).build(), HttpResponse.BodyHandlers.ofString()));
      }
      int seen = 0;
      while (waiting.stream().anyMatch(answer -> !answer.isDone())) {
        try (ResultSet row =
            statement.executeQuery(
                "select query from pg_stat_activity where wait_event_type = 'Lock'")) {
          while (row.next()) {
            seen++;
            traces.search("a statement that waits", row.getString(1));
          }
        }
        Thread.sleep(20);
      }
      assertTrue(seen > 0, "no statement was seen waiting");
      for (CompletableFuture<HttpResponse<String>> answer : waiting) {
        assertEquals(503, answer.join().statusCode());
        assertFalse(answer.join().body().contains("canceling"), answer.join().body());
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** The search finds what is there: what was imported, and a mark in a deleted, open file. */
  @Test
  @Order(2)
  void search_ofWhatIsThere_findsIt() throws Exception {
    Traces held = new Traces(marks(HELD));
    try (Connection connection = owner()) {
      searchDatabase(connection, held);
    }
    held.searchFolder(folder.resolve("data"));
    assertTrue(held.found().contains("table run") || held.found().contains("table exit_scan"));
    assertTrue(
        held.found().stream().anyMatch(place -> place.contains("/cluster/")), held::toString);

    Path planted = Files.writeString(folder.resolve("planted"), "x" + CANARY);
    Traces traces = new Traces(marks());
    try (var open = Files.newInputStream(planted)) {
      Files.delete(planted);
      traces.searchProcess(ProcessHandle.current());
      assertEquals('x', open.read());
    }
    assertTrue(
        traces.found().stream().anyMatch(place -> place.contains("planted")),
        () -> "found " + traces.found() + " in " + traces.searched() + " places");
  }

  @Test
  @Order(3)
  void metricsThatAlertsAndDashboardName_areScraped() throws Exception {
    String scraped = ServedProcess.get(served.adminAt("/metrics")).body();
    Set<String> named = new TreeSet<>();
    Path watch = Path.of("etc", "watch");
    add(named, Files.readString(watch.resolve("relaywitness-alerts.yml")), "expr: (.*)");
    JsonNode dashboard =
        new JsonMapper().readTree(Files.readString(watch.resolve("relaywitness-dashboard.json")));
    for (JsonNode expression : dashboard.findValues("expr")) {
      add(named, expression.asString(), "(.*)");
    }
    assertTrue(named.size() > 20, named::toString);
    Set<String> missing = new TreeSet<>();
    for (String name : named) {
      if (!Pattern.compile("(?m)^" + name + "(\\{.*\\})? ").matcher(scraped).find()) {
        missing.add(name);
      }
    }
    assertEquals(Set.of(), missing, () -> "in\n" + scraped);
    assertTrue(
        served.metric("relaywitness_answers_total{door=\"dns\",verdict=\"not_listed\"}") > 0);
  }

  private static void add(Set<String> names, String text, String expression) {
    Matcher expressions = Pattern.compile(expression).matcher(text);
    while (expressions.find()) {
      Matcher name =
          Pattern.compile("\\b(relaywitness|hikaricp|jvm|process|system)_[a-z_]+")
              .matcher(String.valueOf(expressions.group(1)));
      while (name.find()) {
        names.add(name.group());
      }
    }
  }
}
