package org.relaywitness.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.Sha256;

/**
 * The batches of one import: one fills while at most one is written by a thread of its own. They
 * are committed one after the other, in the order in which they came. Used by one thread.
 */
final class Batches implements AutoCloseable {
  private final ImportConnection connection;
  private final RunTable runs;
  private final ConsensusVerifier verifier;
  private final String version;
  private final BackgroundWriter writer = new BackgroundWriter();
  private Map<Integer, NewSource> newSources = new HashMap<>();
  private ImportBatch open = new ImportBatch();
  private int nextSource;

  /** The digests of all documents held or being written; read from the database when first used. */
  private @Nullable Set<Sha256> held;

  private ImportTotals totals = ImportTotals.NONE;
  private Runnable beforeCommit = () -> {};

  private record NewSource(String location, long bytes) {}

  /**
   * None yet.
   *
   * @param version of the software, for the chain of custody
   * @param firstSource the number for the first source
   */
  Batches(
      ImportConnection connection,
      RunTable runs,
      ConsensusVerifier verifier,
      String version,
      int firstSource) {
    this.connection = connection;
    this.runs = runs;
    this.verifier = verifier;
    this.version = version;
    nextSource = firstSource;
  }

  /** The batch that fills. */
  ImportBatch open() {
    return open;
  }

  /** The number of a source that documents will come from, written with the first of them. */
  int source(String location, long bytes) {
    newSources.put(nextSource, new NewSource(location, bytes));
    return nextSource++;
  }

  /**
   * Has this run when each batch is written and not yet committed, on the thread that writes it.
   */
  void beforeCommit(Runnable work) {
    beforeCommit = work;
  }

  /** Whether a document is held, committed or in a batch. */
  boolean contain(Sha256 sha256) {
    return open.contains(sha256) || held().contains(sha256);
  }

  /**
   * The digests of the documents that are held or being written. Only this import writes documents
   * while it holds the lock, so what it read once, and brought since, is all there is: no need to
   * ask the database about each document.
   */
  Set<Sha256> held() {
    Set<Sha256> known = held;
    if (known == null) {
      finishWriting();
      known = new HashSet<>(connection.read("read the digests of documents", DocumentTable::held));
      held = known;
    }
    return known;
  }

  void writeWhenFull() {
    if (open.isFull()) {
      beginWriting();
    }
  }

  /** To be called at the end of an archive. */
  void writeWhenWorthIt() {
    if (open.isFull() || open.isWorthWriting()) {
      beginWriting();
    }
  }

  /** Commits the open batch, and what is still being written. */
  void flush() {
    if (!open.isEmpty()) {
      beginWriting();
    }
    finishWriting();
  }

  /** As {@link #flush}, before documents are taken out: what is held is read anew then. */
  void flushAndForgetHeld() {
    flush();
    held = null;
  }

  private void beginWriting() {
    finishWriting();
    ImportBatch full = open;
    Map<Integer, NewSource> sources = newSources;
    open = new ImportBatch();
    newSources = new HashMap<>();
    held().addAll(full.known());
    Runnable before = beforeCommit;
    writer.begin(
        () ->
            connection.write(
                "write a batch",
                on -> {
                  ImportTotals written = write(on, sources, full);
                  before.run();
                  return written;
                }));
  }

  private ImportTotals write(Connection on, Map<Integer, NewSource> sources, ImportBatch writing)
      throws SQLException {
    DocumentTable documents = new DocumentTable(on);
    for (Map.Entry<Integer, NewSource> source : sources.entrySet()) {
      documents.addSource(
          source.getKey(), source.getValue().location(), source.getValue().bytes(), version);
    }
    return new BatchWriter(on, runs, verifier, writing).write();
  }

  /** Waits for the batch that is being written, if any; its fault is thrown here. */
  void finishWriting() {
    totals = totals.plus(writer.finish());
  }

  /** Adds to what was committed. */
  void count(ImportTotals more) {
    totals = totals.plus(more);
  }

  /** What was committed so far. */
  ImportTotals totals() {
    return totals;
  }

  /** Waits for what is being written; the open batch is dropped. */
  @Override
  public void close() {
    writer.close();
  }
}
