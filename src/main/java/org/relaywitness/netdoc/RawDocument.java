package org.relaywitness.netdoc;

import java.util.Arrays;
import java.util.Objects;
import org.relaywitness.directory.Sha256;

/**
 * One document as it stands in its file: a view on the file's bytes, not a copy. Whoever holds it
 * must not change the buffer. Two views are equal only when they share it.
 *
 * @param offset where the document begins: at its first annotation line, or at its first keyword
 *     line when it has no annotation; the first document of a file begins where the file does
 * @param length up to where the next document begins, or the file ends
 */
@SuppressWarnings("ArrayRecordComponent") // a view, compared by identity of the buffer
public record RawDocument(DocumentType type, byte[] buffer, int offset, int length) {
  public RawDocument {
    Objects.checkFromIndexSize(offset, length, buffer.length);
  }

  /** Just behind the last byte. */
  public int end() {
    return offset + length;
  }

  /** The digest of the document as it stands in its file, its {@code @type} line included. */
  public Sha256 sha256() {
    return Sha256.digest(buffer, offset, length);
  }

  /** The bytes, newly allocated. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(buffer, offset, end());
  }
}
