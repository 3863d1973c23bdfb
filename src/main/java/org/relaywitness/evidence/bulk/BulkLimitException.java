package org.relaywitness.evidence.bulk;

/** More was asked at once than is answered at once. */
public final class BulkLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What there was too much of. */
  public enum Limit {
    LINES,
    TIME
  }

  private final Limit limit;

  BulkLimitException(Limit limit) {
    super("more than the limit of " + limit);
    this.limit = limit;
  }

  /** What there was too much of. */
  public Limit limit() {
    return limit;
  }
}
