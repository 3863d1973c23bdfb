package org.relaywitness.importer;

import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.DocumentKind;
import org.relaywitness.documents.DocumentWriter;
import org.relaywitness.netdoc.RawDocument;

/** Hands the raw documents of an import on to the disk, where they are kept at all. */
final class RawKeeping {
  private final @Nullable DocumentWriter writer;

  /** Keeps them with this writer; {@code null} keeps none. */
  RawKeeping(@Nullable DocumentWriter writer) {
    this.writer = writer;
  }

  /** Whether nothing is to be done for this document: it is kept, or none are. Thread-safe. */
  boolean contains(Sha256 sha256) {
    return writer == null || writer.contains(sha256);
  }

  void keep(Consensus consensus, RawDocument raw) {
    if (writer != null && !writer.contains(consensus.sha256())) {
      DocumentKind kind =
          consensus.flavor() == Flavor.MICRODESC
              ? DocumentKind.CONSENSUS_MICRODESC
              : DocumentKind.CONSENSUS;
      writer.add(kind, consensus.validAfter(), consensus.sha256(), bytes(raw));
    }
  }

  void keep(ExitList list, RawDocument raw) {
    if (writer != null && !writer.contains(list.sha256())) {
      writer.add(DocumentKind.EXIT_LIST, list.time(), list.sha256(), bytes(raw));
    }
  }

  /** The view's own bytes: without a copy where it is all of its file. */
  private static byte[] bytes(RawDocument raw) {
    return raw.length() == raw.buffer().length ? raw.buffer() : raw.toBytes();
  }

  /** Documents handed on before are safe on the disk when this returns. */
  void flush() {
    if (writer != null) {
      writer.flush();
    }
  }

  void remove(Sha256 sha256) {
    if (writer != null) {
      writer.remove(sha256);
    }
  }
}
