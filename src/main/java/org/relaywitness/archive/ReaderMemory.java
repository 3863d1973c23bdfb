package org.relaywitness.archive;

import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;

/**
 * Memory that is used again from container to container: a folder may hold a hundred thousand small
 * xz files, and each decoder wants a dictionary of many MiB.
 */
final class ReaderMemory {
  private final byte[] packed = new byte[PackedInput.BUFFER];
  private final byte[] head = new byte[ContentInput.HEAD];
  private final ArrayCache arrays = new BasicArrayCache();
  private final DocumentBuffer documents;

  ReaderMemory(int maxDocumentBytes) {
    this.documents = new DocumentBuffer(maxDocumentBytes);
  }

  /** The buffer below everything. */
  byte[] packed() {
    return packed;
  }

  /** Where the first bytes of a file are shown to the visitor. */
  byte[] head() {
    return head;
  }

  DocumentBuffer documents() {
    return documents;
  }

  /** Large arrays of xz decoders. */
  ArrayCache arrays() {
    return arrays;
  }
}
