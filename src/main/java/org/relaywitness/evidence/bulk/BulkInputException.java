package org.relaywitness.evidence.bulk;

/** Input that cannot be read on from here: what follows is not answered. */
public final class BulkInputException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * Input that cannot be read on.
   *
   * @param code a stable word for programs
   * @param detail what was found and what is expected, in English; never repeats an address
   */
  BulkInputException(String code, String detail) {
    super(detail);
    this.code = code;
  }

  /** A stable word for programs. */
  public String code() {
    return code;
  }

  /** What was found and what is expected; never repeats an address. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
