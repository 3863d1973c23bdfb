package org.relaywitness.evidence.pdf;

import java.util.Locale;
import org.relaywitness.directory.Sha256;

/**
 * What a report is called: the first sixteen hex digits of the SHA-256 of the answer's JSON, so
 * that equal answers have equal names and anybody can compute the name from the JSON.
 *
 * @param digest of the JSON
 */
public record ReportId(Sha256 digest) {
  private static final int GROUP = 4;
  private static final int GROUPS = 4;

  /** The name of the report on the answer with this JSON. */
  public static ReportId of(byte[] json) {
    return new ReportId(Sha256.digest(json, 0, json.length));
  }

  /** {@code RW-1A2B-3C4D-5E6F-7A8B}. */
  @Override
  public String toString() {
    String hex = digest.toString().toUpperCase(Locale.ROOT);
    StringBuilder id = new StringBuilder("RW");
    for (int group = 0; group < GROUPS; group++) {
      id.append('-').append(hex, group * GROUP, (group + 1) * GROUP);
    }
    return id.toString();
  }
}
