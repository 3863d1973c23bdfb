package org.relaywitness.archive.collector;

import static org.relaywitness.archive.collector.TransferException.Kind.AGAIN;
import static org.relaywitness.archive.collector.TransferException.Kind.OTHER_CONTENT;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Fetches one file: goes on where an earlier try stopped, checks it, and gives it its name. */
final class FileFetch {
  private static final int BUFFER = 1 << 16;

  private final HttpTransfers http;
  private final Downloads downloads;
  private final Patience patience;
  private final ScheduledExecutorService watcher;
  private final LongConsumer arrived;
  private final CollectorFile file;
  private final PartFile part;
  private boolean resumed;

  FileFetch(
      HttpTransfers http,
      Downloads downloads,
      Patience patience,
      ScheduledExecutorService watcher,
      LongConsumer arrived,
      CollectorFile file) {
    this.http = http;
    this.downloads = downloads;
    this.patience = patience;
    this.watcher = watcher;
    this.arrived = arrived;
    this.file = file;
    this.part = downloads.part(file);
  }

  /**
   * Fetches it, with so many tries.
   *
   * @throws IOException when this machine's disk fails
   */
  FetchResult run(int tries) throws IOException, InterruptedException {
    String held = downloads.findWhole(file);
    if (held != null) {
      return FetchResult.whole(file, FetchResult.Kind.PRESENT, held, downloads.whole(file));
    }
    boolean begunAnew = false;
    for (int failed = 1; ; failed++) {
      try {
        return transfer();
      } catch (TransferException e) {
        switch (e.kind()) {
          case GONE -> {
            part.discard();
            return FetchResult.without(file, FetchResult.Kind.GONE, e.reason());
          }
          case OTHER_CONTENT -> {
            part.discard();
            // Halves that do not fit say little about the file as it is now: once from its start.
            if (!resumed || begunAnew) {
              return FetchResult.without(file, FetchResult.Kind.OTHER_CONTENT, e.reason());
            }
            begunAnew = true;
          }
          case REFUSED -> {
            return FetchResult.without(file, FetchResult.Kind.FAILED, e.reason());
          }
          case AGAIN -> {
            if (failed >= tries) {
              String message = e.reason() + ", after " + failed + (failed == 1 ? " try" : " tries");
              return FetchResult.without(file, FetchResult.Kind.FAILED, message);
            }
            patience.await(failed, e.retryAfter());
          }
        }
      }
    }
  }

  private FetchResult transfer() throws TransferException, IOException, InterruptedException {
    PartFile.Resume resume = part.resume();
    resumed = resume != null;
    if (resume == null || resume.offset() < file.size()) {
      HttpResponse<InputStream> response = http.get(file.path(), headers(resume));
      try (GuardedBody body =
          new GuardedBody(response.body(), file.path(), patience.silence(), watcher)) {
        receive(response, body, resume);
      }
    }
    String sha256 = Downloads.sha256(part.path());
    if (file.sha256() != null && !file.sha256().equals(sha256)) {
      throw new TransferException(
          OTHER_CONTENT, file.path() + ": found sha256 " + sha256 + ", expected " + file.sha256());
    }
    Path whole = part.finish();
    downloads.remember(file, sha256);
    return FetchResult.whole(file, FetchResult.Kind.FETCHED, sha256, whole);
  }

  private static Map<String, String> headers(PartFile.@Nullable Resume resume) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept-Encoding", "identity"); // sizes and digests are of the file as it stands
    if (resume != null) {
      headers.put("Range", "bytes=" + resume.offset() + "-");
      if (!resume.validator().isEmpty()) {
        headers.put("If-Range", resume.validator());
      }
    }
    return headers;
  }

  private void receive(
      HttpResponse<InputStream> response, GuardedBody body, PartFile.@Nullable Resume resume)
      throws TransferException, IOException {
    long offset = 0;
    if (response.statusCode() == 206 && resume != null) {
      offset = resume.offset();
      requireRange(response.headers(), offset);
    } else if (response.statusCode() != 200) {
      throw new TransferException(
          OTHER_CONTENT, file.path() + ": the server answered " + response.statusCode());
    } else {
      resumed = false; // the server sends all of it
    }
    long announced = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    long expected = file.size() - offset;
    if (announced >= 0 && announced != expected) {
      throw otherLength(announced, expected);
    }
    try (FileChannel out =
        offset == 0 ? part.begin(validator(response.headers())) : part.append()) {
      long received = copy(body, out, expected);
      if (received < expected) {
        // Clean, but short: nothing says which bytes are missing.
        part.discard();
        throw new TransferException(
            AGAIN, file.path() + ": found " + received + " bytes, expected " + expected);
      }
    }
  }

  private long copy(GuardedBody body, FileChannel out, long expected)
      throws TransferException, IOException {
    byte[] buffer = new byte[BUFFER];
    long received = 0;
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      if (count > expected - received) {
        throw otherLength(received + count, expected);
      }
      PartFile.write(out, buffer, count);
      received += count;
      arrived.accept(count);
    }
    return received;
  }

  private void requireRange(HttpHeaders headers, long offset) throws TransferException {
    String expected = "bytes " + offset + "-" + (file.size() - 1) + "/" + file.size();
    String found = headers.firstValue("Content-Range").orElse("nothing").strip();
    if (!found.equals(expected)) {
      throw new TransferException(
          OTHER_CONTENT, file.path() + ": found the range " + found + ", expected " + expected);
    }
  }

  private TransferException otherLength(long found, long expected) {
    return new TransferException(
        OTHER_CONTENT, file.path() + ": found at least " + found + " bytes, expected " + expected);
  }

  /** What the server calls this content: a strong entity tag, else its time. */
  private static String validator(HttpHeaders headers) {
    String tag = headers.firstValue("ETag").orElse("");
    if (tag.startsWith("\"") && tag.matches("[ -~]{2,200}")) {
      return tag;
    }
    String time = headers.firstValue("Last-Modified").orElse("");
    return time.matches("[ -~]{1,60}") ? time : "";
  }
}
