package org.relaywitness.web;

import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Sha256;

/**
 * The entity tag of a reply: a digest of its body, so that the same answer keeps its tag whoever
 * computes it, and another one never has it (RFC 9110, section 8.8.3).
 *
 * @param opaque what stands between the quotation marks
 */
record EntityTag(String opaque) {
  private static final int LENGTH = 32;

  /** The tag of a reply that may be asked for again; {@code null} for one that may not be kept. */
  static @Nullable EntityTag find(Reply reply) {
    if (reply.status() != 200
        || reply.streamed() != null
        || reply.cacheControl().equals(Reply.NO_STORE)) {
      return null;
    }
    byte[] body = reply.body();
    return new EntityTag(Sha256.digest(body).toString().substring(0, LENGTH));
  }

  /**
   * Whether an {@code If-None-Match} header names it, compared weakly (RFC 9110, section 13.1.2).
   *
   * @param header {@code null} when the request has none
   */
  boolean isAmong(@Nullable String header) {
    if (header == null) {
      return false;
    }
    for (String one : header.split(",", -1)) {
      String tag = one.strip();
      if (tag.equals("*") || tag.equals(toString()) || tag.equals("W/" + this)) {
        return true;
      }
    }
    return false;
  }

  /** As the header has it. */
  @Override
  public String toString() {
    return '"' + opaque + '"';
  }
}
