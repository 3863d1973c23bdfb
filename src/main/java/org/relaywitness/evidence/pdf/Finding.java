package org.relaywitness.evidence.pdf;

import java.util.Map;
import org.relaywitness.evidence.Texts;

/**
 * One thing that checking a report showed.
 *
 * @param code what was found: {@code sheets.differ}; its sentence has the key {@code check.pdf.}
 *     and this
 * @param state whether that speaks for the report
 * @param values what stands in the sentence, by name
 */
public record Finding(String code, State state, Map<String, String> values) {
  /** Whether a finding speaks for a report. */
  public enum State {
    /** It was checked and is as it must be. */
    HOLDS,

    /** It was checked and is not as it must be. */
    DIFFERS,

    /** It was not checked, or is no fault: what a reader must know besides. */
    NOTE
  }

  public Finding {
    values = Map.copyOf(values);
  }

  /** The finding in words. */
  public String text(Texts texts) {
    return texts.text("check.pdf." + code, values);
  }
}
