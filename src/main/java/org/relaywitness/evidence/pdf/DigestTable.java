package org.relaywitness.evidence.pdf;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.JsonBody;
import org.relaywitness.evidence.Untrusted;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.RelayHistory.HeldConsensus;
import org.relaywitness.lookup.RelayHistory.HeldExitList;

/**
 * The records that an answer rests on, with their digests, as tab-separated lines under a heading:
 * kind, time, flavour, SHA-256, signed digest, verification, path in the archive.
 */
final class DigestTable {
  private static final String HEADING =
      "kind\ttime\tflavor\tsha256\tsigned_digest\tverification\tpath\n";

  private DigestTable() {}

  /** The table in UTF-8, each line ended by LF. */
  static byte[] bytes(Answer answer) {
    StringBuilder table = new StringBuilder(HEADING);
    for (HeldConsensus held : answer.consensuses()) {
      line(
          table,
          "consensus",
          JsonBody.time(held.validAfter()),
          held.flavor().keyword(),
          held.sha256().toString(),
          held.signedDigest(),
          held.verification().code(),
          held.path());
    }
    for (HeldExitList held : answer.exitLists()) {
      line(
          table,
          "exit_list",
          JsonBody.time(held.time()),
          "",
          held.sha256().toString(),
          "",
          "",
          held.path());
    }
    return table.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder table, @Nullable String... cells) {
    for (int i = 0; i < cells.length; i++) {
      String cell = cells[i];
      table.append(i == 0 ? "" : "\t").append(cell == null ? "" : Untrusted.shown(cell));
    }
    table.append('\n');
  }
}
