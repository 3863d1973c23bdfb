package org.relaywitness.cli;

/** The exit codes of the command line. */
final class ExitCode {
  /** Done. */
  static final int DONE = 0;

  /** Done, but something was rejected or has a bad signature; said on stderr. */
  static final int REJECTED = 1;

  /** Wrong usage: an unknown option, an invalid question, a path that does not exist. */
  static final int USAGE = 2;

  /** A fault: the database cannot be reached, the disk is full. */
  static final int FAULT = 3;

  private ExitCode() {}
}
