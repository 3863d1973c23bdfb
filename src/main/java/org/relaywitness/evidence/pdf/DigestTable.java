package org.relaywitness.evidence.pdf;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.JsonBody;
import org.relaywitness.evidence.Untrusted;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.RelayHistory.HeldConsensus;
import org.relaywitness.lookup.RelayHistory.HeldExitList;
import tools.jackson.databind.JsonNode;

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

  /** The same table from an answer in JSON, whoever wrote that. */
  static byte[] bytes(JsonNode answer) {
    StringBuilder table = new StringBuilder(HEADING);
    for (JsonNode held : answer.path("consensuses")) {
      line(
          table,
          "consensus",
          text(held, "valid_after"),
          text(held, "flavor"),
          text(held, "sha256"),
          text(held, "signed_digest"),
          text(held, "verification"),
          text(held, "path"));
    }
    for (JsonNode held : answer.path("exit_lists")) {
      line(
          table,
          "exit_list",
          text(held, "time"),
          "",
          text(held, "sha256"),
          "",
          "",
          text(held, "path"));
    }
    return table.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable String text(JsonNode held, String name) {
    JsonNode value = held.path(name);
    return value.isString() ? value.stringValue() : null;
  }

  private static void line(StringBuilder table, @Nullable String... cells) {
    for (int i = 0; i < cells.length; i++) {
      String cell = cells[i];
      table.append(i == 0 ? "" : "\t").append(cell == null ? "" : Untrusted.shown(cell));
    }
    table.append('\n');
  }
}
