package org.relaywitness.netdoc;

/** The types of document that a reader of archives tells apart. */
public enum DocumentType {
  /** A v3 consensus of either flavour (dir-spec 3.4.1). */
  CONSENSUS,
  /** An exit list (tordnsel format). */
  EXIT_LIST,
  /** A directory authority's key certificate (dir-spec 3.1). */
  KEY_CERTIFICATE,
  /** A directory document that this product does not need: to be skipped without error. */
  OTHER,
  /** Nothing that is known as a directory document. */
  UNKNOWN;

  /**
   * The type of the first document of a file, as far as its first bytes show it. Where they end too
   * early to tell a consensus from a vote, the answer is {@link #CONSENSUS}: read on.
   *
   * @param head the first bytes of the file; a few kilobytes are enough, or all of a shorter file
   * @param length how many bytes of {@code head} are in use
   */
  public static DocumentType ofHead(byte[] head, int length) {
    return DocumentHead.of(head, 0, length).type();
  }

  /**
   * Whether a file's first document is a vote: of type {@link #OTHER}, but it may embed a key
   * certificate.
   */
  public static boolean isVote(byte[] head, int offset, int length) {
    return DocumentHead.of(head, offset, offset + length).vote();
  }
}
