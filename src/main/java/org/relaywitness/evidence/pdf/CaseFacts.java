package org.relaywitness.evidence.pdf;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Sha256;
import org.relaywitness.evidence.Texts;

/**
 * All that the report on a case is made from.
 *
 * @param parts one for each question, in their order
 * @param digest of the JSON of all
 * @param publicUrl as text
 */
record CaseFacts(List<Part> parts, Texts texts, ReportId id, Sha256 digest, String publicUrl) {
  CaseFacts {
    parts = List.copyOf(parts);
  }

  /**
   * A question of the case.
   *
   * @param facts of its answer; {@code null}: it was refused
   */
  record Part(CaseEntry entry, @Nullable ReportFacts facts) {}

  /** The answers that there are. */
  List<ReportFacts> answered() {
    return parts.stream().map(Part::facts).filter(Objects::nonNull).toList();
  }

  /** The document's title. */
  String title() {
    return RightToLeft.withoutIsolates(texts.text("case.pdf.title", Map.of("id", id)));
  }
}
