package org.relaywitness.web;

/** The web server could not start or stop. */
public final class WebServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WebServerException(String operation, Throwable cause) {
    super(operation, cause);
  }
}
