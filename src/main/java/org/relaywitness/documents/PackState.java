package org.relaywitness.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * A pack as it stands on the disk: another whenever the pack was replaced, since packs never change
 * and one that is replaced is a new file, with another key even within one clock tick.
 */
public record PackState(Path file, @Nullable Object key, FileTime modified, long size) {
  /**
   * The pack as it is now.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  static PackState of(Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return new PackState(file, now.fileKey(), now.lastModifiedTime(), now.size());
  }
}
