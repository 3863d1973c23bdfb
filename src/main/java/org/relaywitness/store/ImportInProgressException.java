package org.relaywitness.store;

/** Another import writes to this database; only one may at a time. */
public final class ImportInProgressException extends StoreException {
  private static final long serialVersionUID = 1L;

  ImportInProgressException() {
    super("import", "another import writes to this database; wait until it has finished", null);
  }
}
