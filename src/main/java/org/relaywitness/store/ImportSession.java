package org.relaywitness.store;

import java.sql.Connection;
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

/**
 * One import: takes documents in, batch by batch, and holds the database's import lock.
 *
 * <p>Every batch is one transaction; what was not flushed when an import breaks off was never
 * there, and importing the same documents again leads to the same content. A full batch is written
 * by a thread of the session's while the next one fills ({@code Batches}). Not thread-safe.
 *
 * <p>All methods throw {@link StoreException} on a fault of the storage, of a batch written in the
 * background too: what was not committed is lost then, and the session is good for nothing but
 * closing.
 */
public final class ImportSession implements AutoCloseable {
  private static final int RECHECKED_AT_ONCE = 200;

  private final ImportConnection connection;
  private final ConsensusVerifier verifier;
  private final RunTable runs;
  private final int firstSource;
  private final Batches batches;

  /**
   * Takes the lock.
   *
   * @param connection for this session alone; closed with it, or when this fails
   * @param version of the software, for the chain of custody
   */
  ImportSession(Connection connection, ConsensusVerifier verifier, String version) {
    this.verifier = verifier;
    runs = new RunTable(connection);
    this.connection = new ImportConnection(connection, runs::clear);
    firstSource = this.connection.begin();
    batches = new Batches(this.connection, runs, verifier, version, firstSource);
  }

  /**
   * Names a file or URL that documents will come from.
   *
   * @param bytes its size; -1 when unknown
   * @return its handle for {@code add}, {@code reject} and {@code finishSource}
   */
  public int source(String location, long bytes) {
    return batches.source(location, bytes);
  }

  /**
   * Whether a consensus, an exit list or a key certificate with exactly these bytes is held,
   * committed or in the open batch. Rejected documents are not.
   */
  public boolean isKnown(Sha256 sha256) {
    return batches.contain(sha256);
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
    batches.open().add(consensus, appearances, check, new Origin(source, path));
    batches.writeWhenFull();
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
    batches.open().add(list, new Origin(source, path));
    batches.writeWhenFull();
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
    batches.open().add(certificate, new Origin(source, path));
    batches.writeWhenFull();
    return true;
  }

  /** Notes a document that cannot be taken in. */
  public void reject(Sha256 sha256, int source, String path, String reason) {
    batches.open().reject(sha256, new Origin(source, path), reason);
    batches.writeWhenFull();
  }

  /**
   * Notes that a source was read to its end: once this is committed, all its documents are.
   *
   * @param sha256 of the whole source
   * @param documents how many documents it holds, those known before included
   */
  public void finishSource(int source, Sha256 sha256, int documents) {
    batches.open().finish(source, sha256, documents);
    batches.writeWhenWorthIt();
  }

  /**
   * The digests of all consensuses, exit lists and key certificates held, as committed: for passing
   * over known documents without asking for each.
   */
  public Set<Sha256> heldDocuments() {
    batches.finishWriting();
    return Set.copyOf(batches.held());
  }

  /**
   * The digests of the sources that were taken in to their end and of which nothing was removed
   * since, each with the number of its documents.
   */
  public Map<Sha256, Integer> heldSources() {
    return read("read the digests of sources", DocumentTable::heldSources);
  }

  /** The digests of all consensuses and exit lists held, as committed. */
  public Set<Sha256> heldListings() {
    return read("read the digests of documents", DocumentTable::heldListings);
  }

  /**
   * Has this run when each batch is written and not yet committed, on the thread that writes it;
   * when it fails, the batch is lost.
   */
  public void beforeCommit(Runnable work) {
    batches.beforeCommit(work);
  }

  /** How many consensuses that this import brought have which status now, as committed. */
  public Map<Verification, Long> statuses() {
    return read("count statuses", on -> new ConsensusTable(on).statusesFrom(firstSource));
  }

  /** Commits the open batch, and what is still being written. */
  public void flush() {
    batches.flush();
  }

  /** All key certificates held, in order of identity and time; the open batch is flushed first. */
  public List<KeyCertificate> certificates() {
    flush();
    return read("read certificates", CertificateTable::all);
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
    List<Hour.Key> keys =
        read(
            "look for consensuses to check", on -> new Recheck(on, runs, now, verifiedToo).hours());
    int changed = 0;
    for (int from = 0; from < keys.size(); from += RECHECKED_AT_ONCE) {
      List<Hour.Key> part = keys.subList(from, Math.min(from + RECHECKED_AT_ONCE, keys.size()));
      changed +=
          connection.write(
              "check consensuses again", on -> new Recheck(on, runs, now, verifiedToo).check(part));
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
    batches.flushAndForgetHeld();
    return connection.write(
        "forget a document", on -> new Removal(on, runs, verifier).forget(sha256));
  }

  /**
   * Takes out exit lists that this import brought, from a source that proved to be damaged; the
   * open batch is flushed first. They and their scans no longer count as taken in, and sources that
   * were finished before stay finished, as none of them holds these lists.
   */
  public void takeBack(List<Sha256> exitLists) {
    batches.flushAndForgetHeld();
    for (Sha256 list : exitLists) {
      long scans =
          connection.write(
              "take an exit list back",
              on -> {
                Removal removal = new Removal(on, runs, verifier);
                removal.takeBack(list);
                return removal.scansRemoved();
              });
      batches.count(new ImportTotals(0, 0, 0, 0, -1, -scans, 0, 0));
    }
  }

  /** What was committed so far. */
  public ImportTotals totals() {
    return batches.totals();
  }

  private <T> T read(String operation, ImportConnection.Work<T> work) {
    batches.finishWriting();
    return connection.read(operation, work);
  }

  /**
   * Ends the import: releases the lock and tidies the tables. What was not flushed is dropped, so
   * that an import that fails leaves whole batches only.
   */
  @Override
  public void close() {
    batches.close();
    connection.close();
  }
}
