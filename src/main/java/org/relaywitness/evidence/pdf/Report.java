package org.relaywitness.evidence.pdf;

/**
 * A report, finished.
 *
 * @param bytes the PDF
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record Report(ReportId id, byte[] bytes) {
  /** What it is called as a file; does not tell what was looked up. */
  public String fileName() {
    return "relay-witness-" + id + ".pdf";
  }
}
