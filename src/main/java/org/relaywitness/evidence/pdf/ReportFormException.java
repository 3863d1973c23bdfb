package org.relaywitness.evidence.pdf;

/**
 * A file that is not in the form in which reports are written; the message says where it is not.
 */
final class ReportFormException extends Exception {
  private static final long serialVersionUID = 1L;

  ReportFormException(String message) {
    super(message);
  }

  /** At this place of the file. */
  ReportFormException(int position, String message) {
    super("at byte " + position + ": " + message);
  }
}
