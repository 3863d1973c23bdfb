package org.relaywitness.archive.collector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A web root in CollecTor's form, on loopback, that fails as it is told. Serves ranges. */
public final class FaultyServer implements AutoCloseable {
  /** What goes wrong with one request. */
  public interface Fault {
    /** Answers in its own way; {@code true} when nothing is left to answer. */
    boolean answer(HttpExchange exchange, byte[] content) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, String> wrongDigests = new ConcurrentHashMap<>();
  private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();
  private volatile boolean withDigests = true;
  private volatile byte @Nullable [] ownIndex;

  public FaultyServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::handle);
    server.setExecutor(workers);
    server.start();
  }

  /** The web root. */
  public URI root() {
    return URI.create(
        "http://"
            + InetAddress.getLoopbackAddress().getHostAddress()
            + ":"
            + server.getAddress().getPort()
            + "/");
  }

  /** Serves and lists a file. */
  public void put(String path, byte[] content) {
    files.put(path, content);
  }

  /** Serves and lists a file. */
  public void put(String path, String content) {
    put(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Serves and lists all files of a folder that are in the folders of CollecTor. */
  public void putAll(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString();
        if (path.contains("/")) {
          put(path, Files.readAllBytes(file));
        }
      }
    }
  }

  /** No longer serves or lists it. */
  public void remove(String path) {
    files.remove(path);
  }

  /** Paths served, in order. */
  public List<String> paths() {
    return files.keySet().stream().sorted().toList();
  }

  /** Lists this digest for it instead of its own. */
  public void listDigest(String path, byte[] sha256) {
    wrongDigests.put(path, Base64.getEncoder().encodeToString(sha256));
  }

  /** Lists no digests, as the index before 2019. */
  public void listNoDigests() {
    withDigests = false;
  }

  /** Serves this index whatever the files are; {@code null}: the true one again. */
  public void index(byte @Nullable [] index) {
    ownIndex = index;
  }

  /** The next requests for this path fail so, one after another. */
  public void fail(String path, Fault... next) {
    faults.computeIfAbsent(path, key -> new ArrayDeque<>()).addAll(List.of(next));
  }

  /** Answers with this status and header, without content. */
  public static Fault status(int status, String... header) {
    return (exchange, content) -> {
      for (int i = 0; i < header.length; i += 2) {
        exchange.getResponseHeaders().set(header[i], header[i + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
      return true;
    };
  }

  /** Announces the whole file and drops the connection after so many bytes. */
  public static Fault drop(int after) {
    return (exchange, content) -> {
      exchange.getResponseHeaders().set("ETag", tag(content));
      exchange.sendResponseHeaders(200, content.length);
      OutputStream out = exchange.getResponseBody();
      out.write(content, 0, after);
      out.flush();
      throw new IOException("dropped on purpose");
    };
  }

  /** Sends fewer bytes and ends as if that were all. */
  public static Fault truncate(int length) {
    return (exchange, content) -> {
      exchange.sendResponseHeaders(200, 0); // in chunks
      exchange.getResponseBody().write(content, 0, length);
      exchange.getResponseBody().close();
      return true;
    };
  }

  /** Answers, but something else happens first. */
  public static Fault before(Runnable first) {
    return (exchange, content) -> {
      first.run();
      return false;
    };
  }

  /** Every request so far: the path, and the range that was asked for. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Requests for files, not for the index. */
  public List<String> fileRequests() {
    return requests.stream().filter(one -> !one.startsWith("index/")).toList();
  }

  /** Forgets the requests so far. */
  public void forgetRequests() {
    requests.clear();
  }

  /** The most requests that were under way at once. */
  public int mostUnderWay() {
    return mostUnderWay.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(1);
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(range == null ? path : path + " " + range);
      byte[] content = path.equals("index/index.json") ? indexBytes() : files.get(path);
      Deque<Fault> next = faults.get(path);
      Fault fault = next == null ? null : pollFirst(next);
      if (fault != null && fault.answer(exchange, content == null ? new byte[0] : content)) {
        return;
      }
      content = path.equals("index/index.json") ? indexBytes() : files.get(path);
      if (content == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        serve(exchange, content, range);
      }
    } finally {
      underWay.decrementAndGet();
    }
  }

  private static @Nullable Fault pollFirst(Deque<Fault> faults) {
    synchronized (faults) {
      return faults.pollFirst();
    }
  }

  private static void serve(HttpExchange exchange, byte[] content, @Nullable String range)
      throws IOException {
    exchange.getResponseHeaders().set("ETag", tag(content));
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    boolean partly = range != null && (condition == null || condition.equals(tag(content)));
    int from =
        partly && range != null
            ? Integer.parseInt(range.substring("bytes=".length(), range.length() - 1))
            : 0;
    if (from > content.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (partly) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    int length = content.length - from;
    exchange.sendResponseHeaders(partly ? 206 : 200, length == 0 ? -1 : length);
    exchange.getResponseBody().write(content, from, length);
  }

  private static String tag(byte[] content) {
    return '"' + HexFormat.of().formatHex(digest(content), 0, 8) + '"';
  }

  private static byte[] digest(byte[] content) {
    try {
      return java.security.MessageDigest.getInstance("SHA-256").digest(content);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] indexBytes() {
    byte[] own = ownIndex;
    if (own != null) {
      return own;
    }
    Map<String, StringBuilder> folders = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
      int slash = file.getKey().lastIndexOf('/');
      String listed =
          wrongDigests.getOrDefault(
              file.getKey(), Base64.getEncoder().encodeToString(digest(file.getValue())));
      StringBuilder entries =
          folders.computeIfAbsent(file.getKey().substring(0, slash), key -> new StringBuilder());
      entries
          .append(entries.isEmpty() ? "" : ",")
          .append("{\"path\":\"" + file.getKey().substring(slash + 1) + "\",\"size\":")
          .append(file.getValue().length)
          .append(",\"last_modified\":\"2024-03-05 13:07\",\"types\":[\"x 1.0\"]")
          .append(withDigests ? ",\"sha256\":\"" + listed + "\"}" : "}");
    }
    StringBuilder index =
        new StringBuilder(
            "{\"index_created\":\"2024-03-05 13:08\",\"path\":\"https://collector.example\","
                + "\"directories\":[");
    boolean first = true;
    for (Map.Entry<String, StringBuilder> folder : folders.entrySet()) {
      index.append(first ? "" : ",");
      first = false;
      String[] names = folder.getKey().split("/", -1);
      for (int i = 0; i < names.length - 1; i++) {
        index.append("{\"path\":\"" + names[i] + "\",\"directories\":[");
      }
      index.append("{\"path\":\"" + names[names.length - 1] + "\",\"files\":[");
      index.append(folder.getValue()).append("]}");
      index.append("]}".repeat(names.length - 1));
    }
    return index.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  /** Reads a file where no checked exception can pass. */
  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
