package org.relaywitness.evidence.pdf;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.pades.SignatureFacts;
import org.relaywitness.evidence.pades.SignerTrust;

/**
 * What checking a report showed.
 *
 * @param answer the answer's JSON as the file holds it, believed in nothing; {@code null}: none
 *     could be read
 * @param id what the report on that answer is called; {@code null}: as before
 * @param signature what its signature shows; {@code null}: it has none
 * @param findings in the order in which they were made
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record ReportFindings(
    byte @Nullable [] answer,
    @Nullable ReportId id,
    @Nullable SignatureFacts signature,
    List<Finding> findings) {
  public ReportFindings {
    findings = List.copyOf(findings);
  }

  /**
   * Whether nothing differs. That alone proves nothing of a report without a signature: whoever
   * makes such a file can make all of it fit.
   */
  public boolean holds() {
    return answer != null
        && findings.stream().noneMatch(finding -> finding.state() == Finding.State.DIFFERS);
  }

  /** Whether it is signed, unchanged since, by a signer whom a trusted root vouches for. */
  public boolean isProved() {
    return holds() && signature != null && signature.trust() == SignerTrust.TRUSTED;
  }
}
