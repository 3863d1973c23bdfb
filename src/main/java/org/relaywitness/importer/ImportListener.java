package org.relaywitness.importer;

/** Is told how an import goes on; called from the import's own threads, one call at a time. */
public interface ImportListener {
  /** So many of the bytes on disk are read; {@code what} names the file being read. */
  void progress(long bytesRead, String what);

  /** Something the operator should know: a rejected document, a bad signature. */
  void note(String message);
}
