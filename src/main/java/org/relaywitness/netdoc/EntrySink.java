package org.relaywitness.netdoc;

/** Takes the router status entries of a consensus, one after another. */
@FunctionalInterface
interface EntrySink {
  /** Takes the entry that the scanner holds now; it is overwritten by the next. */
  void take(EntryScanner entry) throws DocumentParseException;
}
