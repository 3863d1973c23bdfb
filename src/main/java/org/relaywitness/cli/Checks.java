package org.relaywitness.cli;

import org.jspecify.annotations.Nullable;

/** What picocli has set by the time a command runs. */
final class Checks {
  private Checks() {}

  /** The value that picocli injects before it calls a command. */
  static <T> T set(@Nullable T injected) {
    if (injected == null) {
      throw new IllegalStateException("picocli has not set up the command");
    }
    return injected;
  }
}
