package org.relaywitness.archive;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One file on disk, or one stream, that holds documents. */
public final class Container {
  private final String name;
  private final @Nullable Path path;
  private final long size;

  Container(String name, @Nullable Path path, long size) {
    this.name = name;
    this.path = path;
    this.size = size;
  }

  /** The path as it was walked to, or the name given to a stream. */
  public String name() {
    return name;
  }

  /** The file on disk; empty for standard input and other streams. */
  public Optional<Path> path() {
    return Optional.ofNullable(path);
  }

  /** Bytes on disk when reading began, as they stand (packed); -1 when not known. */
  public long size() {
    return size;
  }

  @Override
  public String toString() {
    return MemberNames.printable(name);
  }
}
