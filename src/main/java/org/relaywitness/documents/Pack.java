package org.relaywitness.documents;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.relaywitness.directory.Sha256;

/**
 * An open pack: the documents of one kind and day in one zstd frame behind their index. Packs never
 * change; one that is replaced stays whole for whoever has it open.
 *
 * <p>Big-endian: the magic number (8 bytes), the kind (1), the number of documents (4), the length
 * of the frame (8); for each document its SHA-256 (32), time in seconds since 1970 (8) and length
 * (4); CRC-32C of all before (4); the frame, which ends the file and bears its own checksum.
 *
 * <p>Methods throw {@link DocumentsException} naming the file when it is damaged, and {@link
 * IOException} when the disk fails.
 */
final class Pack implements AutoCloseable {
  /** "RWPACK", a byte that text tools spoil, and the version of the format. */
  static final long MAGIC = 0x525750_41434b_8a01L;

  static final int HEAD = 21;
  static final int ENTRY = 44;
  static final int CHECKSUM = 4;

  /** A day has some hundred documents at the very most. */
  static final int MAX_ENTRIES = 1 << 20;

  private static final int STEP = 1 << 18;

  private final Path file;
  private final FileChannel channel;
  private final DocumentKind kind;
  private final List<PackEntry> entries;
  private final long frame;

  /** Takes each document of a pack in turn. */
  interface Visitor {
    void document(PackEntry entry, byte[] bytes) throws IOException;
  }

  private Pack(
      Path file, FileChannel channel, DocumentKind kind, List<PackEntry> entries, long frame) {
    this.file = file;
    this.channel = channel;
    this.kind = kind;
    this.entries = entries;
    this.frame = frame;
  }

  /**
   * Opens a pack and reads its index.
   *
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  static Pack open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    boolean opened = false;
    try {
      Pack pack = readIndex(file, channel);
      opened = true;
      return pack;
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  /** A pack over a channel that is open already, and is closed with it. */
  static Pack over(Path file, FileChannel channel) throws IOException {
    return readIndex(file, channel);
  }

  private static Pack readIndex(Path file, FileChannel channel) throws IOException {
    ByteBuffer head = read(file, channel, 0, HEAD);
    long magic = head.getLong();
    DocumentKind kind = DocumentKind.find(head.get());
    int count = head.getInt();
    long frameLength = head.getLong();
    if (magic != MAGIC || kind == null) {
      throw damaged(file, "its head is none of a pack");
    }
    if (count < 0 || count > MAX_ENTRIES) {
      throw damaged(file, "its index cannot be that long");
    }
    int indexLength = count * ENTRY;
    long frame = (long) HEAD + indexLength + CHECKSUM;
    if (frameLength < 0 || channel.size() != frame + frameLength) {
      throw damaged(file, "it has another length than its head says");
    }
    ByteBuffer index = read(file, channel, HEAD, indexLength + CHECKSUM);
    CRC32C checksum = new CRC32C();
    checksum.update(head.rewind());
    checksum.update(index.duplicate().limit(indexLength));
    if (index.getInt(indexLength) != (int) checksum.getValue()) {
      throw damaged(file, "its index does not match its checksum");
    }
    List<PackEntry> entries = new ArrayList<>(count);
    long offset = 0;
    for (int i = 0; i < count; i++) {
      byte[] sha256 = new byte[Sha256.LENGTH];
      index.get(sha256);
      Instant time = Instant.ofEpochSecond(index.getLong());
      int length = index.getInt();
      entries.add(new PackEntry(Sha256.ofBytes(sha256), time, offset, length));
      offset += length;
    }
    return new Pack(file, channel, kind, List.copyOf(entries), frame);
  }

  private static ByteBuffer read(Path file, FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw damaged(file, "it ends early");
      }
    }
    return bytes.flip();
  }

  static DocumentsException damaged(Path file, String how) {
    return new DocumentsException(
        file
            + ": this pack of raw documents is damaged: "
            + how
            + "; move the file away and import the documents of that day again");
  }

  DocumentKind kind() {
    return kind;
  }

  List<PackEntry> entries() {
    return entries;
  }

  /** The bytes of one of the entries, checked against its SHA-256. */
  byte[] read(PackEntry entry) throws IOException {
    try (InputStream unpacked = unpack()) {
      skip(unpacked, entry.offset());
      return take(unpacked, entry);
    }
  }

  private void skip(InputStream unpacked, long length) throws IOException {
    byte[] skipped = new byte[STEP];
    long left = length;
    try {
      while (left > 0) {
        int count = unpacked.read(skipped, 0, (int) Math.min(left, STEP));
        if (count < 0) {
          throw damaged(file, "its frame ends early");
        }
        left -= count;
      }
    } catch (ZstdIOException e) {
      throw damaged(file, "its frame cannot be unpacked: " + e.getMessage());
    }
  }

  /** Every document in the order of the pack, each checked against its SHA-256. */
  void forEach(Visitor visitor) throws IOException {
    try (InputStream unpacked = unpack()) {
      for (PackEntry entry : entries) {
        visitor.document(entry, take(unpacked, entry));
      }
    }
  }

  private byte[] take(InputStream unpacked, PackEntry entry) throws IOException {
    byte[] bytes;
    try {
      bytes = unpacked.readNBytes(entry.length());
    } catch (ZstdIOException e) {
      throw damaged(file, "its frame cannot be unpacked: " + e.getMessage());
    }
    if (!Sha256.digest(bytes).equals(entry.sha256())) {
      throw damaged(file, "document " + entry.sha256() + " has another digest");
    }
    return bytes;
  }

  private InputStream unpack() throws IOException {
    channel.position(frame);
    // Closing it closes the channel; a pack is read once and closed.
    return new ZstdInputStreamNoFinalizer(Channels.newInputStream(channel));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
