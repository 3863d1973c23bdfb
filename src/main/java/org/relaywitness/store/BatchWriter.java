package org.relaywitness.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.Flavor;
import org.relaywitness.store.ImportBatch.PendingConsensus;

/** Writes one batch within the caller's transaction. */
final class BatchWriter {
  private final Connection connection;
  private final RunTable runs;
  private final ConsensusVerifier verifier;
  private final ImportBatch batch;
  private final ConsensusTable consensuses;

  BatchWriter(Connection connection, RunTable runs, ConsensusVerifier verifier, ImportBatch batch) {
    this.connection = connection;
    this.runs = runs;
    this.verifier = verifier;
    this.batch = batch;
    consensuses = new ConsensusTable(connection);
  }

  /** Writes everything; the sources that it refers to are there already. */
  ImportTotals write() throws SQLException {
    DocumentTable documents = new DocumentTable(connection);
    new CertificateTable(connection).add(batch.certificates);
    documents.reject(batch.rejections);
    documents.unreject(batch.known());
    int[] lists = documents.addExitLists(batch.exitLists);
    long scans =
        batch.exitLists.isEmpty()
            ? 0
            : new ScanTable(connection, runs.relays()).merge(batch.scans(lists));
    HourWriter hours = new HourWriter(connection, runs, consensuses, batch.tuples);
    if (!batch.consensuses.isEmpty()) {
      writeConsensuses(hours);
    }
    documents.finish(batch.finished);
    return new ImportTotals(
        batch.consensuses.size(),
        batch.entries(),
        hours.runsAdded(),
        hours.runsRemoved(),
        batch.exitLists.size(),
        scans,
        batch.certificates.size(),
        batch.rejections.size());
  }

  private static Hour.Key key(Consensus consensus) {
    return new Hour.Key(
        consensus.flavor() == Flavor.MICRODESC, consensus.validAfter().getEpochSecond());
  }

  private void writeConsensuses(HourWriter writer) throws SQLException {
    Set<Hour.Key> keys = new HashSet<>();
    batch.consensuses.forEach(pending -> keys.add(key(pending.consensus())));
    Map<Hour.Key, Hour> hours = consensuses.hours(keys);
    int nextId = Dictionary.nextId(connection, "consensus");
    Map<Candidate, List<Consensus>> copies = new LinkedHashMap<>();
    List<Integer> consensusIds = new ArrayList<>();
    for (PendingConsensus pending : batch.consensuses) {
      Consensus consensus = pending.consensus();
      Hour hour = hours.get(key(consensus));
      if (hour == null) {
        throw new IllegalStateException("an hour that was not loaded");
      }
      Candidate candidate = hour.find(consensus.signedDigest());
      if (candidate == null) {
        candidate = Candidate.added(nextId++, consensus, pending.tuples(), pending.check());
        hour.candidates().add(candidate);
      }
      copies.computeIfAbsent(candidate, one -> new ArrayList<>()).add(consensus);
      consensusIds.add(candidate.id);
    }
    for (Map.Entry<Candidate, List<Consensus>> entry : copies.entrySet()) {
      mergeSignatures(entry.getKey(), entry.getValue());
    }
    writer.write(hours.values());
    addCopies(consensusIds);
  }

  /** Copies of one document bring their signatures together. */
  private void mergeSignatures(Candidate candidate, List<Consensus> copies) throws SQLException {
    if (candidate.added != null && copies.size() == 1) {
      return;
    }
    Set<DirectorySignature> signatures = new LinkedHashSet<>();
    if (candidate.added == null) {
      signatures.addAll(consensuses.signatures(candidate.id));
    }
    int held = signatures.size();
    copies.forEach(copy -> signatures.addAll(copy.signatures()));
    if (signatures.size() > held) {
      Consensus copy = copies.get(0);
      candidate.check(
          verifier.check(
              copy.flavor(), copy.validAfter(), copy.signedDigest(), List.copyOf(signatures)));
    }
  }

  private void addCopies(List<Integer> consensusIds) throws SQLException {
    int id = Dictionary.nextId(connection, "consensus_document");
    try (BinaryCopy copy =
        new BinaryCopy(
            connection,
            "consensus_document (id, consensus_id, source_id, crlf, sha256, path, signatures)")) {
      for (int i = 0; i < consensusIds.size(); i++) {
        PendingConsensus pending = batch.consensuses.get(i);
        copy.row(7)
            .integer(id++)
            .integer(consensusIds.get(i))
            .integer(pending.origin().source())
            .bool(pending.consensus().crlf())
            .bytes(pending.consensus().sha256().toBytes())
            .text(pending.origin().path())
            .bytes(SignatureCodec.encode(pending.consensus().signatures()));
      }
      copy.finish();
    }
  }
}
