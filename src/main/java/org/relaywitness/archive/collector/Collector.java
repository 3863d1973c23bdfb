package org.relaywitness.archive.collector;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A CollecTor server, and the folder that its files are fetched into. One process uses a folder at
 * a time; at most {@value #REQUESTS_AT_ONCE} requests are under way.
 */
public final class Collector implements AutoCloseable {
  /** CollecTor's own address. */
  public static final String ADDRESS = "https://collector.torproject.org";

  private static final String INDEX = "index/index.json";
  private static final int REQUESTS_AT_ONCE = 3;

  /** So many files in a row that failed: the server is down. */
  private static final int MOST_FAILURES = 3;

  private static final int MAX_INDEX_BYTES = 64 << 20;

  private final HttpTransfers http;
  private final Downloads downloads;
  private final Patience patience;
  private final AtomicInteger failures = new AtomicInteger();
  private final ExecutorService workers =
      Executors.newFixedThreadPool(REQUESTS_AT_ONCE, daemon("fetch"));
  private final ScheduledExecutorService watcher =
      Executors.newSingleThreadScheduledExecutor(daemon("fetch-watch"));

  /**
   * Opens the folder; nothing is asked of the server yet.
   *
   * @param root web root, of {@link #parseRoot}
   * @param folder made when there is none
   * @param userAgent product and version
   * @throws CollectorException when another process fetches into this folder
   */
  public Collector(URI root, Path folder, String userAgent, Patience patience) throws IOException {
    this.http = new HttpTransfers(root, userAgent, patience);
    this.patience = patience;
    this.downloads = Downloads.open(folder);
  }

  /**
   * A web root: an http or https address without user, query or fragment.
   *
   * @throws IllegalArgumentException saying what was found and expected
   */
  public static URI parseRoot(String text) {
    URI uri;
    try {
      uri = URI.create(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("found \"" + text + "\", expected a web address", e);
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https"))
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "found \"" + text + "\", expected a web address like " + ADDRESS);
    }
    return uri.toString().endsWith("/") ? uri : URI.create(uri + "/");
  }

  /**
   * Fetches the index.
   *
   * @throws CollectorException when it cannot be had, or is none
   */
  public CollectorIndex index() throws IOException, InterruptedException {
    for (int failed = 1; ; failed++) {
      try {
        return fetchIndex();
      } catch (TransferException e) {
        if (e.kind() != TransferException.Kind.AGAIN) {
          throw new CollectorException(e.reason(), e);
        }
        if (failed >= patience.tries()) {
          throw new CollectorException(e.reason() + ", after " + failed + " tries", e);
        }
        patience.await(failed, e.retryAfter());
      }
    }
  }

  private CollectorIndex fetchIndex() throws TransferException, IOException, InterruptedException {
    HttpResponse<InputStream> response = http.get(INDEX, Map.of("Accept-Encoding", "gzip"));
    byte[] bytes;
    try (GuardedBody body = new GuardedBody(response.body(), INDEX, patience.silence(), watcher)) {
      bytes = Bounded.read(body, MAX_INDEX_BYTES);
    }
    String encoding = response.headers().firstValue("Content-Encoding").orElse("identity");
    if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        bytes = in.readNBytes(MAX_INDEX_BYTES + 1);
      } catch (IOException e) {
        throw new TransferException(
            TransferException.Kind.AGAIN, INDEX + ": found damaged gzip data", null, e);
      }
      if (bytes.length > MAX_INDEX_BYTES) {
        throw Bounded.tooLong(INDEX, MAX_INDEX_BYTES);
      }
    }
    return IndexParser.parse(bytes, bytes.length);
  }

  /** The SHA-256 that this version of a file has, where the index or an earlier fetch says so. */
  public @Nullable String findDigest(CollectorFile file) {
    return downloads.findDigest(file);
  }

  /** Takes away what is unfinished of files that the index does not list. */
  public void discardStaleParts(Collection<CollectorFile> listed) throws IOException {
    downloads.discardStaleParts(listed);
  }

  /** Whole files in the folder that the index does not list, or no longer does. */
  public List<Path> leftovers(Collection<CollectorFile> listed) throws IOException {
    return downloads.leftovers(listed);
  }

  /**
   * Fetches these files; the results are in their order. What fails on the server's side is a
   * result.
   *
   * @param arrived is told how many bytes arrived, again and again, from several threads
   * @throws IOException when this machine's disk fails; what is under way is given up
   */
  public List<FetchResult> fetch(List<CollectorFile> files, LongConsumer arrived)
      throws IOException, InterruptedException {
    List<Future<FetchResult>> running = new ArrayList<>();
    boolean done = false;
    try {
      for (CollectorFile file : files) {
        running.add(workers.submit(() -> fetch(file, arrived)));
      }
      List<FetchResult> results = new ArrayList<>();
      for (Future<FetchResult> one : running) {
        results.add(one.get());
      }
      done = true;
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException("fetching failed", e.getCause());
    } finally {
      if (!done) {
        running.forEach(one -> one.cancel(true));
      }
    }
  }

  private FetchResult fetch(CollectorFile file, LongConsumer arrived)
      throws IOException, InterruptedException {
    // A server that is down is not asked six times for each file; but each is asked for once, as
    // a few broken files must not stand in the way of all others for ever.
    int tries = failures.get() >= MOST_FAILURES ? 1 : patience.tries();
    FetchResult result =
        new FileFetch(http, downloads, patience, watcher, arrived, file).run(tries);
    if (result.kind() == FetchResult.Kind.FAILED) {
      failures.incrementAndGet();
    } else if (result.kind() != FetchResult.Kind.PRESENT) {
      failures.set(0);
    }
    return result;
  }

  @Override
  public void close() throws IOException {
    workers.shutdownNow();
    watcher.shutdownNow();
    downloads.close();
  }

  private static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
