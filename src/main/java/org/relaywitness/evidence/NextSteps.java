package org.relaywitness.evidence;

import java.util.List;
import org.relaywitness.lookup.Verdict;

/** What to do with a verdict, for each kind of reader. Advice, not law. */
public final class NextSteps {
  private static final List<String> READERS = List.of("police", "defence", "abuse");

  private NextSteps() {}

  /** What one kind of reader may do next. */
  public record Step(String reader, String advice) {}

  /** The advice for a verdict, a piece for each kind of reader. */
  public static List<Step> of(Verdict verdict, Texts texts) {
    String kind =
        switch (verdict) {
          case EXIT_OBSERVED, EXIT_POSSIBLE -> "exit";
          case RELAY_EXIT_UNKNOWN -> "unknown";
          case RELAY_NO_EXIT -> "no_exit";
          case NEAR_IN_TIME -> "near";
          case NOT_LISTED -> "no";
          case INCONCLUSIVE -> "inconclusive";
        };
    return READERS.stream()
        .map(
            reader ->
                new Step(texts.text("steps." + reader), texts.text("steps." + kind + "." + reader)))
        .toList();
  }
}
