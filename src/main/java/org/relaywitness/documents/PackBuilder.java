package org.relaywitness.documents;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.relaywitness.pace.Pace;

/**
 * A pack that is being put together in memory, compressed as documents come. Not thread-safe.
 *
 * <p>The window reaches back over several documents, which is what lets each be written as its
 * difference to the one before; a longer one costs memory and hardly saves a byte.
 */
final class PackBuilder implements AutoCloseable {
  static final String UNFINISHED = ".unfinished";
  private static final int STEP = 1 << 18;
  private static final int LEVEL = 2;
  private static final int WINDOW_LOG = 25;

  private final DocumentKind kind;
  private final List<PackEntry> entries = new ArrayList<>();
  private final ByteArrayOutputStream packed = new ByteArrayOutputStream(1 << 16);
  private final ZstdOutputStreamNoFinalizer frame;
  private long offset;

  PackBuilder(DocumentKind kind) throws IOException {
    this.kind = kind;
    frame = new ZstdOutputStreamNoFinalizer(packed);
    frame.setLevel(LEVEL);
    frame.setLong(WINDOW_LOG);
    frame.setChecksum(true);
  }

  void add(PackEntry document, byte[] bytes) throws IOException {
    for (int done = 0; done < bytes.length; done += STEP) {
      frame.write(bytes, done, Math.min(STEP, bytes.length - done));
      Pace.offerProcessor();
    }
    entries.add(new PackEntry(document.sha256(), document.time(), offset, bytes.length));
    offset += bytes.length;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Writes the pack so that {@code file} is either what it was or all of the new one, whatever
   * happens; its bytes are on the disk when this returns, its name once the folder is synced.
   */
  void write(Path file) throws IOException {
    frame.close();
    int indexLength = Pack.HEAD + entries.size() * Pack.ENTRY;
    byte[] bytes = new byte[indexLength + Pack.CHECKSUM];
    ByteBuffer index = ByteBuffer.wrap(bytes);
    index.putLong(Pack.MAGIC).put(kind.number()).putInt(entries.size());
    index.putLong(packed.size());
    for (PackEntry entry : entries) {
      index.put(entry.sha256().toBytes());
      index.putLong(entry.time().getEpochSecond()).putInt(entry.length());
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, indexLength);
    index.putInt((int) checksum.getValue()).flip();
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      writeAll(channel, index);
      writeAll(channel, ByteBuffer.wrap(packed.toByteArray()));
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    frame.close();
  }
}
