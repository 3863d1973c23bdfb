package org.relaywitness.evidence;

/** A file is no evidence bundle, or is damaged so that it cannot be read on. */
public final class BundleException extends Exception {
  private static final long serialVersionUID = 1L;

  BundleException(String message) {
    super(message);
  }
}
