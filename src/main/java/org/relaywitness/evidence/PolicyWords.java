package org.relaywitness.evidence;

import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.relaywitness.directory.ExitPolicySummary;

/** An exit policy summary in words, for who does not read port lists. */
final class PolicyWords {
  /** The longest rule that is quoted within a sentence, in characters. */
  private static final int LONGEST_QUOTED = 60;

  /** The ports that most complaints name; each has a text. */
  private static final int[] COMMON_PORTS = {80, 443, 22, 25};

  private PolicyWords() {}

  /** Whether the rule is too long to be read within a sentence. */
  static boolean isLong(ExitPolicySummary policy) {
    return policy.toString().length() > LONGEST_QUOTED;
  }

  /** What the rule says of each of the common ports, as a part of a sentence. */
  static String commonPorts(ExitPolicySummary policy, Texts texts) {
    List<String> allowed = ports(policy::allows, texts);
    List<String> rejected = ports(port -> !policy.allows(port), texts);
    if (rejected.isEmpty()) {
      return texts.text("ports.all", Map.of("allowed", series(allowed, "join.last", texts)));
    }
    if (allowed.isEmpty()) {
      return texts.text("ports.none", Map.of("rejected", series(rejected, "join.last", texts)));
    }
    return texts.text(
        "ports.some",
        Map.of(
            "allowed",
            series(allowed, "join.last", texts),
            "rejected",
            series(rejected, "join.or", texts)));
  }

  private static List<String> ports(IntPredicate chosen, Texts texts) {
    return IntStream.of(COMMON_PORTS)
        .filter(chosen)
        .mapToObj(port -> texts.text("ports.port." + port))
        .toList();
  }

  private static String series(List<String> items, String lastKey, Texts texts) {
    int last = items.size() - 1;
    return last == 0
        ? items.get(0)
        : texts.list(items.subList(0, last))
            + texts.text(lastKey)
            + texts.isolated(items.get(last));
  }
}
