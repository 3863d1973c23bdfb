package org.relaywitness.store;

/** More was asked for when the state was gone that was read first: all is to be read again. */
final class StateGoneException extends StoreException {
  private static final long serialVersionUID = 1L;

  StateGoneException() {
    super("read the records", "an import has changed them meanwhile", null);
  }
}
