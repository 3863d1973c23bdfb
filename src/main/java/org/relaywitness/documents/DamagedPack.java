package org.relaywitness.documents;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.relaywitness.directory.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done with a pack that cannot be read to its end, before another takes its place. */
final class DamagedPack {
  private static final Logger LOG = LoggerFactory.getLogger(DamagedPack.class);
  private static final String ASIDE = ".damaged-";

  private DamagedPack() {}

  /**
   * Copies the file beside itself as {@code 2024-03-06.pack.damaged-1} or the next free number;
   * such copies are never read and never deleted here.
   */
  static Path setAside(Path file) throws IOException {
    int number = 1;
    Path aside = file.resolveSibling(file.getFileName() + ASIDE + number);
    while (Files.exists(aside)) {
      number++;
      aside = file.resolveSibling(file.getFileName() + ASIDE + number);
    }
    Files.copy(file, aside);
    try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    return aside;
  }

  /** Adds each document that can still be read, and checked, to another pack, and says which. */
  static Set<Sha256> copyReadable(Path file, PackBuilder to) throws IOException {
    Set<Sha256> copied = new HashSet<>();
    for (PackEntry entry : entries(file)) {
      // Opened for each: damage to one need not spoil those behind it.
      try (Pack pack = Pack.open(file)) {
        to.add(entry, pack.read(entry));
        copied.add(entry.sha256());
      } catch (DocumentsException e) {
        LOG.debug("{}", e.getMessage());
      }
    }
    return copied;
  }

  private static List<PackEntry> entries(Path file) throws IOException {
    try (Pack pack = Pack.open(file)) {
      return pack.entries();
    } catch (DocumentsException e) {
      LOG.debug("{}", e.getMessage());
      return List.of();
    }
  }
}
