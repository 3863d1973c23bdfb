package org.relaywitness.backup;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file is no backup, or not a whole one: the message names the file and says what is wrong. */
public final class BackupException extends Exception {
  private static final long serialVersionUID = 1L;

  BackupException(Path file, String problem, @Nullable Throwable cause) {
    super(file + ": " + problem, cause);
  }

  BackupException(Path file, String problem) {
    this(file, problem, null);
  }
}
