package org.relaywitness.evidence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.Documents;
import org.relaywitness.documents.DocumentsException;
import org.relaywitness.documents.PackState;
import org.relaywitness.netdoc.EntryQuotation.Line;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raw documents that answers quote from again and again. Reading one takes unpacking its whole day,
 * so the quotable lines of days that are asked about more than once are kept in memory, those on
 * all relays: what is kept tells of days, and neither of addresses nor of relays. They are made in
 * the background, while readers read for themselves, and they count only as long as the pack that
 * they were taken from stands on the disk.
 */
public final class QuotableDocuments implements Documents {
  private static final int READ_BEFORE_KEPT = 2;
  private static final int MOST_COUNTED = 10_000;
  private static final Duration COUNTED = Duration.ofMinutes(30);
  private static final long MOST_BYTES = 192L << 20;
  private static final int SHARE_OF_MEMORY = 6;

  /** Packing a day takes up some times more than what is kept of it in the end. */
  private static final int SHARE_OF_A_DAY = 2;

  private static final Logger LOG = LoggerFactory.getLogger(QuotableDocuments.class);

  private final Documents documents;
  private final Executor background;
  private final long mostOfADay;
  private final Semaphore packing = new Semaphore(1);
  private final Cache<Path, Integer> counts =
      Caffeine.newBuilder()
          .maximumSize(MOST_COUNTED)
          .expireAfterWrite(COUNTED)
          .executor(Runnable::run)
          .build();
  private final Cache<Path, Kept> kept;

  /** Lines, and the pack that they were taken from. */
  private record Kept(PackState pack, PackedLines lines) {}

  public QuotableDocuments(Documents documents) {
    this(documents, Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY));
  }

  private QuotableDocuments(Documents documents, long mostBytes) {
    this(documents, thread(), mostBytes, mostBytes / SHARE_OF_A_DAY);
  }

  /**
   * Quotable documents.
   *
   * @param background where the lines of a day are packed
   * @param mostBytes that are kept
   * @param mostOfADay bytes, before they are packed; of a day with more nothing is kept
   */
  QuotableDocuments(Documents documents, Executor background, long mostBytes, long mostOfADay) {
    this.documents = documents;
    this.background = background;
    this.mostOfADay = mostOfADay;
    kept =
        Caffeine.newBuilder()
            .maximumWeight(mostBytes)
            .weigher((Path file, Kept one) -> one.lines().bytes())
            .executor(Runnable::run)
            .build();
  }

  /** One thread, for as long as there is something to do. */
  private static Executor thread() {
    return new ThreadPoolExecutor(
        0,
        1,
        1,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          Thread thread = new Thread(task, "quotable-lines");
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public Optional<byte[]> find(Sha256 sha256) {
    return documents.find(sha256);
  }

  @Override
  public Optional<PackState> pack(Sha256 sha256) {
    return documents.pack(sha256);
  }

  @Override
  public void forEach(PackState pack, Visitor visitor) {
    documents.forEach(pack, visitor);
  }

  /**
   * What {@link org.relaywitness.netdoc.EntryQuotation#of} says of the document, which is kept;
   * empty where it is to be read itself.
   */
  Optional<List<Line>> lines(Sha256 document, Fingerprint relay) {
    PackState pack = documents.pack(document).orElse(null);
    if (pack == null) {
      return Optional.empty();
    }
    Kept known = kept.getIfPresent(pack.file());
    if (known != null && known.pack().equals(pack)) {
      return known.lines().find(document, relay);
    }
    if (counts.asMap().merge(pack.file(), 1, Integer::sum) >= READ_BEFORE_KEPT
        && packing.tryAcquire()) {
      begin(pack);
    }
    return Optional.empty();
  }

  private void begin(PackState pack) {
    boolean begun = false;
    try {
      background.execute(
          () -> {
            try {
              pack(pack);
            } finally {
              packing.release();
            }
          });
      begun = true;
    } finally {
      if (!begun) {
        packing.release();
      }
    }
  }

  private void pack(PackState pack) {
    try {
      LinesPacker packer = new LinesPacker(mostOfADay);
      documents.forEach(pack, packer::add);
      PackedLines lines = packer.packed();
      if (lines != null) {
        kept.put(pack.file(), new Kept(pack, lines));
      }
    } catch (DocumentsException e) {
      // Whoever reads a document itself is told what is wrong, if it concerns that one.
      LOG.debug("the lines of a day cannot be kept: {}", e.getMessage());
    } finally {
      counts.invalidate(pack.file());
    }
  }
}
