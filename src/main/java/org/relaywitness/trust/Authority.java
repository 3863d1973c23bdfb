package org.relaywitness.trust;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;

/**
 * One identity of one directory authority, and when the software listed it: a line of an {@link
 * AuthorityList}. An authority that changed its identity has several.
 *
 * @param name as written; {@code NAME-legacy} is the same authority as {@code NAME}
 * @param identity the v3 identity
 * @param from the first instant of the listing
 * @param until the first instant after it; {@code null}: still in use
 * @param note free text; {@code weak key...} marks an identity whose signatures prove little
 */
public record Authority(
    String name, Fingerprint identity, Instant from, @Nullable Instant until, String note) {

  private static final String LEGACY = "-legacy";

  public Authority {
    if (until != null && !from.isBefore(until)) {
      throw new IllegalArgumentException("an authority is listed from before until");
    }
  }

  /** The word by which the authority counts, whatever identity it signs with. */
  public String countedAs() {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(LEGACY) ? lower.substring(0, lower.length() - LEGACY.length()) : lower;
  }

  /** Whether anyone could have made its signatures: keys of the Debian OpenSSL defect of 2008. */
  public boolean weak() {
    return note.startsWith("weak key");
  }

  /** Whether it is listed at some instant of [first, last]. */
  boolean isListedWithin(Instant first, Instant last) {
    return !from.isAfter(last) && (until == null || until.isAfter(first));
  }
}
