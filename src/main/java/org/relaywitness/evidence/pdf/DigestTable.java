package org.relaywitness.evidence.pdf;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.JsonBody;
import org.relaywitness.evidence.Untrusted;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;
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
    return bytes(List.of(answer));
  }

  /** The table of all records of some answers, each once. */
  static byte[] bytes(List<Answer> answers) {
    Set<String> lines = new LinkedHashSet<>();
    for (Answer answer : answers) {
      for (HeldConsensus held : answer.consensuses()) {
        lines.add(
            line(
                "consensus",
                JsonBody.time(held.validAfter()),
                held.flavor().keyword(),
                held.sha256().toString(),
                held.signedDigest(),
                held.verification().code(),
                held.path()));
      }
      for (HeldExitList held : answer.exitLists()) {
        lines.add(
            line(
                "exit_list",
                JsonBody.time(held.time()),
                "",
                held.sha256().toString(),
                "",
                "",
                held.path()));
      }
    }
    return bytes(lines);
  }

  /** The same table from an answer, or the answers of a case, in JSON, whoever wrote that. */
  static byte[] bytes(JsonNode json) {
    Set<String> lines = new LinkedHashSet<>();
    add(json, lines);
    for (JsonNode question : json.path(CaseJson.QUESTIONS)) {
      add(question.path(CaseJson.ANSWER), lines);
    }
    return bytes(lines);
  }

  private static void add(JsonNode answer, Set<String> lines) {
    for (JsonNode held : answer.path("consensuses")) {
      lines.add(
          line(
              "consensus",
              text(held, "valid_after"),
              text(held, "flavor"),
              text(held, "sha256"),
              text(held, "signed_digest"),
              text(held, "verification"),
              text(held, "path")));
    }
    for (JsonNode held : answer.path("exit_lists")) {
      lines.add(
          line(
              "exit_list",
              text(held, "time"),
              "",
              text(held, "sha256"),
              "",
              "",
              text(held, "path")));
    }
  }

  private static byte[] bytes(Set<String> lines) {
    return (HEADING + String.join("", lines)).getBytes(StandardCharsets.UTF_8);
  }

  /** How many records a table names. */
  static int records(byte[] table) {
    int ends = 0;
    for (byte one : table) {
      ends += one == '\n' ? 1 : 0;
    }
    return Math.max(0, ends - 1);
  }

  private static @Nullable String text(JsonNode held, String name) {
    JsonNode value = held.path(name);
    return value.isString() ? value.stringValue() : null;
  }

  private static String line(@Nullable String... cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      String cell = cells[i];
      line.append(i == 0 ? "" : "\t").append(cell == null ? "" : Untrusted.shown(cell));
    }
    return line.append('\n').toString();
  }
}
