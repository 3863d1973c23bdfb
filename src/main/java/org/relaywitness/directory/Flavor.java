package org.relaywitness.directory;

/** The flavour of a v3 consensus (dir-spec 3.9.2). */
public enum Flavor {
  /** The plain consensus: names server descriptors and carries exit policy summaries. */
  NS("ns"),
  /** The consensus for clients that use microdescriptors: carries no exit policy summary. */
  MICRODESC("microdesc");

  private final String keyword;

  Flavor(String keyword) {
    this.keyword = keyword;
  }

  /** The word the specification uses: {@code ns} or {@code microdesc}. */
  public String keyword() {
    return keyword;
  }

  /**
   * The flavour with this keyword.
   *
   * @throws IllegalArgumentException for any other word
   */
  public static Flavor ofKeyword(String keyword) {
    for (Flavor flavor : values()) {
      if (flavor.keyword.equals(keyword)) {
        return flavor;
      }
    }
    throw new IllegalArgumentException("no consensus flavour is called \"" + keyword + "\"");
  }
}
