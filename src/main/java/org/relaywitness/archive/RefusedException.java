package org.relaywitness.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reading cannot go on at this place; becomes an {@link ArchiveProblem} where the place is known.
 */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final ArchiveProblem.Kind kind;
  private final String found;
  private final String expected;

  RefusedException(ArchiveProblem.Kind kind, String found, String expected) {
    this(kind, found, expected, null);
  }

  RefusedException(
      ArchiveProblem.Kind kind, String found, String expected, @Nullable Throwable cause) {
    super(found + ", expected " + expected, cause);
    this.kind = kind;
    this.found = found;
    this.expected = expected;
  }

  ArchiveProblem.Kind kind() {
    return kind;
  }

  ArchiveProblem at(Location location, long offset) {
    return new ArchiveProblem(kind, location, offset, found, expected);
  }
}
