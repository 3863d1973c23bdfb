package org.relaywitness.sample;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** A {@code .tar.xz} in the making; its content depends on nothing but what is added. */
final class Tarball implements AutoCloseable {
  private final TarArchiveOutputStream tar;

  /**
   * Creates the file.
   *
   * @param preset of xz, 0 to 9: what it saves against what it costs
   */
  Tarball(Path file, int preset) throws IOException {
    LZMA2Options compression = new LZMA2Options(preset);
    // One hour must still be in sight when the next repeats most of it.
    compression.setDictSize(Math.max(compression.getDictSize(), 8 << 20));
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
    tar = new TarArchiveOutputStream(new XZOutputStream(out, compression), "US-ASCII");
  }

  void add(String path, Instant time, byte[] bytes) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(bytes.length);
    entry.setModTime(Date.from(time));
    entry.setIds(0, 0);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
