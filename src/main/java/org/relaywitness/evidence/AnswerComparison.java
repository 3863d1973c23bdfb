package org.relaywitness.evidence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.relaywitness.directory.Sha256;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What differs between the answer that a report holds and today's answer to the same question, both
 * in JSON: for a reader by kind, for an expert each value by its JSON pointer. How far the records
 * reach and which version answered is no difference.
 */
public final class AnswerComparison {
  private static final JsonMapper JSON = new JsonMapper();

  /** The members that tell only the state of the records and the program. */
  private static final List<String> STATE =
      List.of("/as_of", "/version", "/coverage/first", "/coverage/last");

  private final JsonNode then;
  private final JsonNode now;
  private final List<String> pointers;

  /**
   * Documents or relays that only one of the answers has, and those that both have but describe
   * differently.
   */
  public record Counts(int onlyThen, int onlyNow, int changed) {
    /** Whether there is no difference. */
    public boolean isNothing() {
      return onlyThen == 0 && onlyNow == 0 && changed == 0;
    }
  }

  private AnswerComparison(JsonNode then, JsonNode now) {
    this.then = then;
    this.now = now;
    List<String> all = new ArrayList<>();
    AnswerDifference.collect("", then, now, all);
    all.removeAll(STATE);
    pointers = List.copyOf(new TreeSet<>(all));
  }

  /**
   * Compares two answers.
   *
   * @throws IllegalArgumentException when one of them is not JSON
   */
  public static AnswerComparison of(byte[] then, byte[] now) {
    try {
      return new AnswerComparison(JSON.readTree(then), JSON.readTree(now));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  /** Whether both answers say the same. */
  public boolean isSame() {
    return pointers.isEmpty();
  }

  /** The JSON pointer (RFC 6901) of each value that differs, in order. */
  public List<String> pointers() {
    return pointers;
  }

  /** The newest record that the report knew, as it states it; empty when it states none. */
  public String asOfThen() {
    return then.path("as_of").asString("");
  }

  /** Whether the report was made from records that reached just as far as today's. */
  public boolean isOfTheSameState() {
    return STATE.stream().allMatch(pointer -> then.at(pointer).equals(now.at(pointer)));
  }

  /** The verdict's code in the report; empty when it has none. */
  public String verdictThen() {
    return then.path("verdict").asString("");
  }

  /** The verdict's code today. */
  public String verdictNow() {
    return now.path("verdict").asString("");
  }

  /** Whether the report called itself provisional, and today's answer does not. */
  public boolean becameFinal() {
    return then.path("provisional").asBoolean(false) && !now.path("provisional").asBoolean(false);
  }

  /** The consensuses in the answers. */
  public Counts consensuses() {
    return counts("consensuses", "sha256");
  }

  /** The exit lists in the answers. */
  public Counts exitLists() {
    return counts("exit_lists", "sha256");
  }

  /** The relays in the answers. */
  public Counts relays() {
    return counts("relays", "fingerprint");
  }

  /** How many consensuses and exit lists were missing, in the report and today. */
  public int[] missing() {
    return new int[] {missing(then), missing(now)};
  }

  private static int missing(JsonNode answer) {
    JsonNode coverage = answer.path("coverage");
    return coverage.path("consensuses").path("missing").size()
        + coverage.path("exit_lists").path("missing").size();
  }

  private Counts counts(String member, String key) {
    Map<String, JsonNode> before = byKey(then, member, key);
    Map<String, JsonNode> after = byKey(now, member, key);
    int common = 0;
    int changed = 0;
    for (Map.Entry<String, JsonNode> entry : before.entrySet()) {
      JsonNode other = after.get(entry.getKey());
      if (other != null) {
        common++;
        changed += entry.getValue().equals(other) ? 0 : 1;
      }
    }
    return new Counts(before.size() - common, after.size() - common, changed);
  }

  private static Map<String, JsonNode> byKey(JsonNode answer, String member, String key) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    for (JsonNode one : answer.path(member)) {
      found.put(one.path(key).asString(""), one);
    }
    return found;
  }

  /** The SHA-256 of an answer's JSON, as reports print it. */
  public static Sha256 digest(byte[] json) {
    return Sha256.digest(json);
  }
}
