package org.relaywitness.evidence;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Sha256;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Custody;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;
import org.relaywitness.lookup.RelayHistory.Snapshot;

/**
 * Where each document that an answer names came from: as the installation's records state it, which
 * no signature proves.
 */
public final class CustodyTable {
  private static final String HEADING =
      "kind\ttime\tsha256\tpath\tsource\tsource_sha256\timported_at\timported_by\n";

  private final List<Row> rows;

  /**
   * One document.
   *
   * @param custody {@code null}: how it came to be held is not on record
   */
  private record Row(
      boolean consensus, Instant time, Sha256 sha256, String path, @Nullable Custody custody) {}

  /**
   * Documents that came from one place in one go.
   *
   * @param source file or URL; {@code null}: not on record
   * @param sourceSha256 of it; {@code null}: not on record
   * @param firstImported when the first of them was imported; {@code null}: not on record
   * @param lastImported when the last was
   * @param version of the software that imported them; {@code null}: not on record
   */
  public record Batch(
      @Nullable String source,
      @Nullable String sourceSha256,
      @Nullable Instant firstImported,
      @Nullable Instant lastImported,
      @Nullable String version,
      int consensuses,
      int exitLists) {}

  private CustodyTable(List<Row> rows) {
    this.rows = rows;
  }

  /** Reads the custody of all documents that the answer names. */
  public static List<Custody> read(Answer answer, Snapshot snapshot) {
    List<Sha256> named = new ArrayList<>();
    answer.consensuses().forEach(held -> named.add(held.sha256()));
    answer.exitLists().forEach(held -> named.add(held.sha256()));
    return snapshot.custody(named);
  }

  /** The table for an answer. */
  public static CustodyTable of(Answer answer, List<Custody> custody) {
    Map<Sha256, Custody> known = new HashMap<>();
    custody.forEach(one -> known.put(one.sha256(), one));
    List<Row> rows = new ArrayList<>();
    for (HeldConsensus held : answer.consensuses()) {
      rows.add(
          new Row(true, held.validAfter(), held.sha256(), held.path(), known.get(held.sha256())));
    }
    for (HeldExitList held : answer.exitLists()) {
      rows.add(new Row(false, held.time(), held.sha256(), held.path(), known.get(held.sha256())));
    }
    return new CustodyTable(rows);
  }

  /** The documents by where they came from, in the order of their import. */
  public List<Batch> batches() {
    Map<List<String>, List<Row>> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      Custody custody = row.custody;
      List<String> key =
          custody == null
              ? List.of()
              : List.of(
                  custody.source(), String.valueOf(custody.sourceSha256()), custody.version());
      groups.computeIfAbsent(key, none -> new ArrayList<>()).add(row);
    }
    return groups.values().stream()
        .map(CustodyTable::batch)
        .sorted(
            Comparator.comparing(
                    Batch::firstImported, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(batch -> String.valueOf(batch.source())))
        .toList();
  }

  private static Batch batch(List<Row> rows) {
    int consensuses = (int) rows.stream().filter(Row::consensus).count();
    Custody first = rows.get(0).custody;
    if (first == null) {
      return new Batch(null, null, null, null, null, consensuses, rows.size() - consensuses);
    }
    Instant from = first.importedAt();
    Instant to = from;
    for (Row row : rows) {
      if (row.custody != null) {
        Instant at = row.custody.importedAt();
        from = at.isBefore(from) ? at : from;
        to = at.isAfter(to) ? at : to;
      }
    }
    return new Batch(
        Untrusted.shown(first.source()),
        first.sourceSha256() == null ? null : first.sourceSha256().toString(),
        from,
        to,
        Untrusted.shown(first.version()),
        consensuses,
        rows.size() - consensuses);
  }

  /** The table document by document, as tab-separated lines under a heading, in UTF-8. */
  public byte[] bytes() {
    StringBuilder table = new StringBuilder(HEADING);
    for (Row row : rows) {
      table
          .append(row.consensus ? "consensus" : "exit_list")
          .append('\t')
          .append(JsonBody.time(row.time))
          .append('\t')
          .append(row.sha256)
          .append('\t')
          .append(Untrusted.shown(row.path));
      Custody custody = row.custody;
      if (custody == null) {
        table.append("\t\t\t\t\n");
      } else {
        table
            .append('\t')
            .append(Untrusted.shown(custody.source()))
            .append('\t')
            .append(custody.sourceSha256() == null ? "" : custody.sourceSha256())
            .append('\t')
            .append(JsonBody.time(custody.importedAt()))
            .append('\t')
            .append(Untrusted.shown(custody.version()))
            .append('\n');
      }
    }
    return table.toString().getBytes(StandardCharsets.UTF_8);
  }
}
