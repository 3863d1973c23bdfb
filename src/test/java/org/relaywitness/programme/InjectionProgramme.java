package org.relaywitness.programme;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.relaywitness.TestFolders;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleDocument;
import org.relaywitness.sample.SampleOptions;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts injection strings into every parameter, path, header and body that {@code serve} takes, into
 * arguments of the command line, into nicknames and policies of imported documents and into the
 * names of archive members. Nothing may come out as markup, as broken JSON, as a formula in CSV, as
 * a control sequence or as an error 500. Argument: how many strings (500).
 *
 * <pre>
 * java -Drelaywitness.jar=target/relaywitness.jar -cp target/test-classes:target/relaywitness.jar \
 *     org.relaywitness.programme.InjectionProgramme 500
 * </pre>
 */
final class InjectionProgramme {
  private static final List<String> HEADERS =
      List.of(
          "Accept",
          "Accept-Language",
          "Accept-Encoding",
          "User-Agent",
          "Referer",
          "Cookie",
          "X-Forwarded-For",
          "X-Forwarded-Proto",
          "X-Forwarded-Host",
          "Forwarded",
          "Origin",
          "If-None-Match",
          "If-Modified-Since",
          "Range",
          "Host",
          "Authorization",
          "X-Request-Id");
  private static final JsonMapper JSON = new JsonMapper();
  private static final String GOOD = "address=203.0.113.77&at=2024-03-04T12:30:00Z";

  private final Path folder;
  private final List<String> strings;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();
  private int port;
  private int requests;
  private int documents;
  private int documentsRefused;

  InjectionProgramme(Path folder, int strings) {
    this.folder = folder;
    this.strings = InjectionStrings.list(strings);
  }

  /** Prints what was done; ends with an exception when anything came through. */
  public static void main(String[] arguments) throws Exception {
    int strings = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
    Path folder = Files.createTempDirectory("relaywitness-injection");
    try {
      InjectionProgramme programme = new InjectionProgramme(folder, strings);
      programme.run();
      System.out.println(programme);
      if (!programme.faults().isEmpty()) {
        programme
            .kinds()
            .forEach((kind, some) -> System.out.println(some.size() + " x " + some.get(0)));
        throw new IllegalStateException(programme.faults().size() + " came through");
      }
    } finally {
      TestFolders.delete(folder);
    }
  }

  @Override
  public String toString() {
    return "%d strings in %d requests (statuses %s) and %d imported documents (%d of them refused): %d came through"
        .formatted(strings.size(), requests, statuses, documents, documentsRefused, faults.size());
  }

  List<String> faults() {
    return faults;
  }

  /** The faults by where they were, without what was asked there, and by what they were. */
  private Map<String, List<String>> kinds() {
    return faults.stream()
        .collect(
            Collectors.groupingBy(
                fault -> fault.replaceFirst("(?s)\\?.*?: ", " ").replaceFirst("(?s) in: .*", "")));
  }

  int requests() {
    return requests;
  }

  void run() throws Exception {
    importHostile();
    try (Served server = Served.start("512m", "--data", folder.resolve("data").toString())) {
      port = server.port();
      parameters();
      headers();
      bodies();
      server.log().forEach(line -> note("log", "text/plain", line));
      commands();
    }
  }

  /** Every parameter of every path; those not named keep a good value. */
  private void parameters() throws Exception {
    Map<String, List<String>> paths = new LinkedHashMap<>();
    List<String> form =
        List.of(
            "ip",
            "address",
            "timestamp",
            "at",
            "date",
            "time",
            "zone",
            "tolerance",
            "port",
            "lang");
    List<String> page = new ArrayList<>(form);
    page.add("line");
    paths.put("/", page);
    paths.put("/check", List.of("ip", "at", "report", "port", "lang"));
    paths.put("/evidence.json", form);
    paths.put("/evidence.zip", form);
    paths.put("/evidence.pdf", List.of("ip", "at", "port", "certification", "lang"));
    paths.put("/api/v1/lookup", List.of("address", "at", "date", "zone", "tolerance", "port"));
    paths.put("/api/v1/coverage", List.of("from", "to"));
    paths.put("/api/v1/exits", List.of("at", "port"));
    paths.put("/coverage", List.of("month", "lang"));
    paths.put("/query.json", List.of("ip", "timestamp", "lang"));
    paths.put("/api", List.of("lang"));
    List<String> inPaths =
        List.of(
            "/", "/api/", "/api/v1/relays/", "/api/v1/networks/", "/api/v1/documents/", "/static/");
    int begun = 0;
    for (String text : strings) {
      if (++begun % 50 == 0) {
        System.out.println(Instant.now() + " " + begun + " strings in " + requests + " requests");
      }
      String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
      for (Map.Entry<String, List<String>> path : paths.entrySet()) {
        for (String parameter : path.getValue()) {
          String rest = path.getKey().contains("coverage") ? "" : "&" + others(parameter);
          get(path.getKey() + "?" + parameter + "=" + encoded + rest);
        }
      }
      get("/api/v1/lookup?" + GOOD + "&" + encoded + "=1");
      get("/?" + encoded);
      for (String path : inPaths) {
        get(path + encoded.replace("+", "%20"));
      }
      get("/api/v1/relays/61F9E7AA540A2B7003D10D4BE17C829BB1F1426E?from=" + encoded);
      get("/api/v1/networks/203.0.113.0%2F24?cursor=" + encoded);
    }
  }

  private static String others(String parameter) {
    boolean time =
        List.of("at", "date", "timestamp", "time", "zone", "tolerance").contains(parameter);
    boolean address = parameter.equals("ip") || parameter.equals("address");
    return address
        ? "at=2024-03-04T12:30:00Z"
        : time ? "address=203.0.113.77" : "address=203.0.113.77&at=2024-03-04T12:30:00Z";
  }

  private void get(String target) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
            .timeout(Duration.ofMinutes(2))
            .build();
    HttpResponse<byte[]> response = send(request);
    Map<String, String> headers = new LinkedHashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, String.join(",", values)));
    judge("GET " + target, response.statusCode(), headers, response.body());
  }

  /** Once more where the server had closed the connection, which it may between two requests. */
  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private void judge(String what, int status, Map<String, String> headers, byte[] body) {
    requests++;
    statuses.merge(status, 1, Integer::sum);
    if (status >= 500) {
      faults.add(what + ": status " + status);
    }
    if (headers.keySet().stream()
        .anyMatch(name -> name.equalsIgnoreCase(InjectionStrings.HEADER))) {
      faults.add(what + ": made a header");
    }
    if (!headers.getOrDefault("x-content-type-options", "").equals("nosniff")) {
      faults.add(what + ": its type may be guessed, which makes markup of text in JSON");
    }
    String type = headers.getOrDefault("content-type", "");
    headers.forEach((name, value) -> note(what + " header " + name, "text/plain", value));
    note(what, type, new String(body, StandardCharsets.UTF_8));
  }

  private void note(String what, String type, String text) {
    Inspection.fault(type, text).ifPresent(fault -> faults.add(what + ": " + fault));
  }

  /** Each header, as raw bytes: no client of ours checks them first. */
  private void headers() throws IOException {
    for (String text : strings) {
      String line = text.replace("\r", "").replace("\n", "");
      if (line.length() > 4_000) {
        line = line.substring(0, 4_000);
      }
      for (String header : HEADERS) {
        for (String path : List.of("/?" + GOOD, "/api/v1/lookup?" + GOOD)) {
          raw(
              "GET "
                  + path
                  + " HTTP/1.1\r\n"
                  + (header.equals("Host") ? "" : "Host: localhost\r\n")
                  + header
                  + ": "
                  + line
                  + "\r\nConnection: close\r\n\r\n",
              header + ": " + line);
        }
      }
    }
  }

  private void raw(String request, String what) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(120_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      int end = answer.indexOf("\r\n\r\n");
      if (end < 0) {
        faults.add(what + ": no answer: " + answer);
        return;
      }
      String[] lines = answer.substring(0, end).split("\r\n", -1);
      Map<String, String> headers = new LinkedHashMap<>();
      for (int i = 1; i < lines.length; i++) {
        int colon = lines[i].indexOf(':');
        headers.put(
            lines[i].substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
      // A body that was packed is of no use to a string in it.
      boolean plain =
          !headers.containsKey("content-encoding") && !headers.containsKey("transfer-encoding");
      judge(
          what,
          Integer.parseInt(lines[0].split(" ", -1)[1]),
          headers,
          plain ? answer.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1) : new byte[0]);
    }
  }

  /** Bulk questions in each form, and in each field. */
  private void bodies() throws IOException, InterruptedException {
    StringBuilder csv = new StringBuilder("id,address,at,zone,port\n");
    StringBuilder lines = new StringBuilder();
    List<String> objects = new ArrayList<>();
    for (String text : strings) {
      String cell = "\"" + text.replace("\"", "\"\"") + "\"";
      csv.append(cell).append(",203.0.113.77,2024-03-04T12:30:00Z,,\n");
      csv.append("1,").append(cell).append(",2024-03-04T12:30:00Z,,\n");
      csv.append("1,203.0.113.77,").append(cell).append(",,\n");
      csv.append("1,203.0.113.77,2024-03-04T12:30:00,").append(cell).append(",\n");
      String quoted = JSON.writeValueAsString(text);
      quoted = quoted.substring(1, quoted.length() - 1);
      for (String field : List.of("id", "address", "at", "zone", "tolerance", quoted)) {
        objects.add(
            "{\"id\":\"1\",\"address\":\"203.0.113.77\",\"at\":\"2024-03-04T12:30:00Z\"}"
                .replaceFirst(
                    "\\{", Matcher.quoteReplacement("{\"" + field + "\":\"" + quoted + "\",")));
      }
    }
    objects.forEach(object -> lines.append(object).append('\n'));
    post("text/csv", csv.toString());
    post("application/x-ndjson", lines.toString());
    post("application/json", "[" + String.join(",", objects) + "]");
    for (String text : strings) {
      upload(text);
      post("text/csv", text);
      post("application/json", text);
      post("application/x-ndjson", text);
    }
  }

  /** As the name of a file and as the file that is said to be a report, as a browser sends them. */
  private void upload(String text) throws IOException, InterruptedException {
    String name = text.replaceAll("[\\r\\n\"]", "");
    String body =
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
            + name
            + "\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n"
            + text
            + "\r\n--edge--\r\n";
    post("/check", "multipart/form-data; boundary=edge", body);
  }

  private void post(String type, String body) throws IOException, InterruptedException {
    post("/api/v1/lookups", type, body);
  }

  private void post(String path, String type, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofMinutes(2))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<byte[]> response = send(request);
    Map<String, String> headers = new LinkedHashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, String.join(",", values)));
    judge(
        "POST " + path + " " + type + " " + body.lines().findFirst().orElse(""),
        response.statusCode(),
        headers,
        response.body());
  }

  /** A few strings as arguments of the command line: what it prints goes to a terminal. */
  private void commands() throws IOException, InterruptedException {
    int step = Math.max(1, strings.size() / 8);
    for (int i = 0; i < strings.size(); i += step) {
      String text = strings.get(i).replace("\u0000", "");
      command("lookup", text, "2024-03-04");
      command("lookup", "203.0.113.77", text);
    }
    // What hostile names of members became: in each form of an answer.
    for (String format : List.of("text", "json")) {
      Served.Ended ended =
          command("lookup", "203.0.113.77", "2024-03-04T12:30:00Z", "--format", format);
      if (ended.exitCode() != 0) {
        faults.add("lookup --format " + format + ": " + ended.output());
      }
    }
  }

  private Served.Ended command(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    Served.Ended ended = Served.run("256m", all.toArray(String[]::new));
    note("command " + List.of(arguments), "text/plain", ended.output());
    if (ended.output().contains("\tat ") || ended.exitCode() > 3) {
      faults.add("command " + List.of(arguments) + ": " + ended.output());
    }
    requests++;
    return ended;
  }

  /** Sound documents under hostile names, and documents with hostile nicknames and policies. */
  private void importHostile() throws Exception {
    SampleArchive archive =
        new SampleArchive(SampleOptions.of(2, 20, 8, 3, Instant.parse("2024-03-03T12:00:00Z")));
    Files.createDirectories(folder);
    Path authorities =
        Files.write(folder.resolve(SampleArchive.AUTHORITIES_FILE), archive.authoritiesFile());
    List<SampleDocument> sound = new ArrayList<>();
    archive.generate(sound::add);
    Path good = folder.resolve("good.tar");
    try (TarArchiveOutputStream tar = tar(good)) {
      for (int i = 0; i < sound.size(); i++) {
        String name = strings.get(i % strings.size()).replace("\u0000", "").replace("..", "");
        member(tar, "a/" + i + name.replace("/", "_"), sound.get(i).bytes());
      }
    }
    Path bad = folder.resolve("bad.tar");
    String consensus =
        new String(
            sound.stream()
                .filter(d -> d.kind() == SampleDocument.Kind.CONSENSUS)
                .findFirst()
                .orElseThrow()
                .bytes(),
            StandardCharsets.ISO_8859_1);
    try (TarArchiveOutputStream tar = tar(bad)) {
      int number = 0;
      for (String text : strings) {
        String latin =
            new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String quoted = Matcher.quoteReplacement(latin);
        member(
            tar,
            "b/" + number++,
            consensus
                .replaceFirst("(?m)^r [^ ]+ ", "r " + quoted + " ")
                .getBytes(StandardCharsets.ISO_8859_1));
        member(
            tar,
            "b/" + number++,
            consensus
                .replaceFirst("(?m)^p .*$", "p " + quoted)
                .getBytes(StandardCharsets.ISO_8859_1));
      }
      documents = number;
    }
    String data = folder.resolve("data").toString();
    imported(
        Served.run(
            "512m",
            "import",
            "--json",
            "--data",
            data,
            "--authorities",
            authorities.toString(),
            good.toString()));
    Served.Ended second =
        Served.run(
            "512m",
            "import",
            "--json",
            "--data",
            data,
            "--authorities",
            authorities.toString(),
            bad.toString());
    imported(second);
    String count = second.output().replaceAll("(?s).*\"rejected\":([0-9]+).*", "$1");
    documentsRefused = Integer.parseInt(count);
  }

  private void imported(Served.Ended ended) {
    if (ended.exitCode() > 1) {
      throw new IllegalStateException("the import failed: " + ended.output());
    }
    Optional<String> fault = Inspection.terminal(ended.output());
    fault.ifPresent(one -> faults.add("import: " + one));
  }

  private static TarArchiveOutputStream tar(Path file) throws IOException {
    TarArchiveOutputStream tar =
        new TarArchiveOutputStream(Files.newOutputStream(file), StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    return tar;
  }

  private static void member(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
