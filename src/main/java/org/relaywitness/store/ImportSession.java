package org.relaywitness.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.Verification;
import org.relaywitness.store.ImportBatch.Origin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One import: takes documents in, batch by batch, and holds the database's import lock.
 *
 * <p>Every batch is one transaction; what was not flushed when an import breaks off was never
 * there, and importing the same documents again leads to the same content. The lock and the writing
 * share one connection: an import that lost the lock cannot write any more. Not thread-safe.
 *
 * <p>All methods throw {@link StoreException} on a fault of the storage; the open batch is lost
 * then.
 */
public final class ImportSession implements AutoCloseable {
  /** The lock's number in the database; any fixed one would do. */
  static final long LOCK = 0x52656c61_79576974L;

  private static final Logger LOG = LoggerFactory.getLogger(ImportSession.class);
  private static final int RECHECKED_AT_ONCE = 200;
  private static final int LOCK_ATTEMPTS = 10;
  private static final Duration LOCK_PAUSE = Duration.ofMillis(200);

  private final Connection connection;
  private final ConsensusVerifier verifier;
  private final String version;
  private final RunTable runs;
  private final Map<Integer, NewSource> newSources = new HashMap<>();
  private ImportBatch batch = new ImportBatch();
  private ImportTotals totals = ImportTotals.NONE;
  private int firstSource;
  private int nextSource;
  private boolean wrote;
  private Runnable beforeCommit = () -> {};

  private record NewSource(String location, long bytes) {}

  private interface Work<T> {
    T run() throws SQLException;
  }

  /**
   * Takes the lock.
   *
   * @param connection for this session alone; closed with it, or when this fails
   * @param version of the software, for the chain of custody
   */
  ImportSession(Connection connection, ConsensusVerifier verifier, String version) {
    this.connection = connection;
    this.verifier = verifier;
    this.version = version;
    runs = new RunTable(connection);
    boolean begun = false;
    try {
      if (!lock()) {
        throw new ImportInProgressException();
      }
      connection.setAutoCommit(false);
      nextSource = Dictionary.nextId(connection, "source");
      firstSource = nextSource;
      connection.commit();
      begun = true;
    } catch (SQLException e) {
      throw new StoreException("begin an import", e);
    } finally {
      if (!begun) {
        closeQuietly();
      }
    }
  }

  /**
   * Tries for a short while: the server may take a moment to notice that the process of an import
   * that was killed is gone.
   */
  private boolean lock() throws SQLException {
    for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
      if (ask("select pg_try_advisory_lock(?)")) {
        return true;
      }
      try {
        Thread.sleep(LOCK_PAUSE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  private boolean ask(String question) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(question)) {
      select.setLong(1, LOCK);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /**
   * Names a file or URL that documents will come from.
   *
   * @param bytes its size; -1 when unknown
   * @return its handle for {@code add}, {@code reject} and {@code finishSource}
   */
  public int source(String location, long bytes) {
    newSources.put(nextSource, new NewSource(location, bytes));
    return nextSource++;
  }

  /**
   * Whether a consensus, an exit list or a key certificate with exactly these bytes is held,
   * committed or in the open batch. Rejected documents are not.
   */
  public boolean isKnown(Sha256 sha256) {
    return batch.contains(sha256)
        || read("look for a document", () -> new DocumentTable(connection).isKnown(sha256));
  }

  /**
   * Takes a consensus in. A copy of a held one (same flavour, valid-after and signed digest) adds
   * its signatures to it.
   *
   * @param appearances of its running relays; copied, so the object may be used again
   * @param check of this document's own signatures
   * @return whether it was new; {@code false} when exactly these bytes are held already
   * @throws IllegalArgumentException when an appearance is not in the form of {@code
   *     PackedAppearance}, or a time is outside of the years 1 to 9999; nothing was taken in then
   */
  public boolean add(
      Consensus consensus,
      PackedAppearances appearances,
      ConsensusCheck check,
      int source,
      String path) {
    if (isKnown(consensus.sha256())) {
      return false;
    }
    batch.add(consensus, appearances, check, new Origin(source, path));
    flushWhenFull();
    return true;
  }

  /**
   * Takes an exit list in.
   *
   * @return whether it was new; {@code false} when exactly these bytes are held already
   */
  public boolean add(ExitList list, int source, String path) {
    if (isKnown(list.sha256())) {
      return false;
    }
    batch.add(list, new Origin(source, path));
    flushWhenFull();
    return true;
  }

  /**
   * Takes a key certificate in; whether it is genuine is not asked here. Consensuses held already
   * profit from it with {@link #recheck}.
   *
   * @return whether it was new; {@code false} when exactly these bytes are held already
   */
  public boolean add(KeyCertificate certificate, int source, String path) {
    if (isKnown(certificate.sha256())) {
      return false;
    }
    batch.add(certificate, new Origin(source, path));
    flushWhenFull();
    return true;
  }

  /** Notes a document that cannot be taken in. */
  public void reject(Sha256 sha256, int source, String path, String reason) {
    batch.reject(sha256, new Origin(source, path), reason);
    flushWhenFull();
  }

  /**
   * Notes that a source was read to its end: once this is committed, all its documents are.
   *
   * @param sha256 of the whole source
   * @param documents how many documents it holds, those known before included
   */
  public void finishSource(int source, Sha256 sha256, int documents) {
    batch.finish(source, sha256, documents);
    flushWhenFull();
  }

  /**
   * The digests of all consensuses, exit lists and key certificates held, as committed: for passing
   * over known documents without asking for each.
   */
  public Set<Sha256> heldDocuments() {
    return read("read the digests of documents", () -> DocumentTable.held(connection));
  }

  /**
   * The digests of the sources that were taken in to their end and of which nothing was removed
   * since, each with the number of its documents.
   */
  public Map<Sha256, Integer> heldSources() {
    return read("read the digests of sources", () -> DocumentTable.heldSources(connection));
  }

  /** The digests of all consensuses and exit lists held, as committed. */
  public Set<Sha256> heldListings() {
    return read("read the digests of documents", () -> DocumentTable.heldListings(connection));
  }

  /** Has this run before each batch is written; when it fails, the batch is lost. */
  public void beforeCommit(Runnable work) {
    beforeCommit = work;
  }

  /** How many consensuses that this import brought have which status now, as committed. */
  public Map<Verification, Long> statuses() {
    return read("count statuses", () -> new ConsensusTable(connection).statusesFrom(firstSource));
  }

  private void flushWhenFull() {
    if (batch.isFull()) {
      flush();
    }
  }

  /** Commits the open batch. */
  public void flush() {
    if (batch.isEmpty()) {
      return;
    }
    ImportBatch writing = batch;
    batch = new ImportBatch();
    beforeCommit.run();
    ImportTotals written =
        write(
            "write a batch",
            () -> {
              DocumentTable documents = new DocumentTable(connection);
              for (Map.Entry<Integer, NewSource> source : newSources.entrySet()) {
                documents.addSource(
                    source.getKey(),
                    source.getValue().location(),
                    source.getValue().bytes(),
                    version);
              }
              return new BatchWriter(connection, runs, verifier, writing).write();
            });
    newSources.clear();
    totals = totals.plus(written);
  }

  /** All key certificates held, in order of identity and time; the open batch is flushed first. */
  public List<KeyCertificate> certificates() {
    flush();
    return read("read certificates", () -> CertificateTable.all(connection));
  }

  /**
   * Checks again every consensus that is not verified or has a signature whose certificate was
   * lacking, and lets another one answer where that changes the choice. The open batch is flushed
   * first.
   *
   * @return how many have another status now
   */
  public int recheck(ConsensusVerifier now) {
    return recheck(now, false);
  }

  /**
   * Checks every consensus again: for when a certificate was removed, or the list of authorities
   * changed. The open batch is flushed first.
   *
   * @return how many have another status now
   */
  public int recheckAll(ConsensusVerifier now) {
    return recheck(now, true);
  }

  private int recheck(ConsensusVerifier now, boolean verifiedToo) {
    flush();
    Recheck recheck = new Recheck(connection, runs, now, verifiedToo);
    List<Hour.Key> keys = read("look for consensuses to check", recheck::hours);
    int changed = 0;
    for (int from = 0; from < keys.size(); from += RECHECKED_AT_ONCE) {
      List<Hour.Key> part = keys.subList(from, Math.min(from + RECHECKED_AT_ONCE, keys.size()));
      changed += write("check consensuses again", () -> recheck.check(part));
    }
    return changed;
  }

  /**
   * Takes out one document of any kind, as if it had never come; the open batch is flushed first.
   * For a consensus that is one copy: the consensus goes with its last. After a key certificate has
   * gone, {@link #recheckAll} with a verifier that lacks it makes the statuses follow.
   *
   * @return what was removed; empty when no document with these bytes is held
   */
  public Optional<Forgotten> forget(Sha256 sha256) {
    flush();
    return write("forget a document", () -> new Removal(connection, runs, verifier).forget(sha256));
  }

  /** What was committed so far. */
  public ImportTotals totals() {
    return totals;
  }

  private <T> T read(String operation, Work<T> work) {
    return transact(operation, work);
  }

  private <T> T write(String operation, Work<T> work) {
    wrote = true;
    return transact(operation, work);
  }

  private <T> T transact(String operation, Work<T> work) {
    boolean committed = false;
    try {
      T result = work.run();
      connection.commit();
      committed = true;
      return result;
    } catch (SQLException e) {
      throw new StoreException(operation, e);
    } finally {
      if (!committed) {
        rollback();
      }
    }
  }

  private void rollback() {
    runs.clear();
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.warn("cannot roll back: {}", e.getMessage());
    }
  }

  /**
   * Ends the import: releases the lock and tidies the tables. What was not flushed is dropped, so
   * that an import that fails leaves whole batches only.
   */
  @Override
  public void close() {
    try {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.setAutoCommit(true);
        if (wrote) {
          tidy();
        }
        // The server frees the lock with the connection too, but only a moment later.
        ask("select pg_advisory_unlock(?)");
      }
    } catch (SQLException e) {
      LOG.warn("cannot tidy the tables after an import: {}", e.getMessage());
    } finally {
      closeQuietly();
    }
  }

  /** Closed runs leave dead rows behind, and the planner needs to know what came. */
  private void tidy() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "vacuum (analyze) run, exit_scan, consensus, consensus_document, consensus_entries,"
              + " exit_list, relay, policy, source, key_certificate");
    }
  }

  private void closeQuietly() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("cannot close the import's connection: {}", e.getMessage());
    }
  }
}
