package org.relaywitness.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.relaywitness.directory.Sha256;

/**
 * Writes the one form of ZIP file that a bundle has: members as deflate blocks that are stored, not
 * compressed, 65,535 bytes each but the last, sizes behind the data, no times, no extra fields. Any
 * ZIP program opens it. The same members always give the same bytes, on every platform, so that a
 * changed byte anywhere, be it between the members, is found by {@link BundleZipReader}.
 */
final class BundleZip implements AutoCloseable {
  static final int BLOCK = 65_535;
  static final int DESCRIPTOR_LENGTH = 16;
  static final String COMMENT = "Relay Witness evidence bundle 1";

  private static final int LOCAL = 0x04034b50;
  private static final int DESCRIPTOR = 0x08074b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final short VERSION = 20;
  // Sizes follow the data; names are UTF-8.
  private static final short FLAGS = 0x0808;
  private static final short DEFLATED = 8;
  // 1980-01-01, the first day that a ZIP file can name.
  private static final short NO_DATE = 0x21;

  /** One member as the central directory lists it. */
  record Member(String name, long crc, long packed, long size, long offset, Sha256 sha256) {}

  private final OutputStream out;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private long position;

  BundleZip(OutputStream out) {
    this.out = out;
  }

  /** Writes a member that is whole in memory. */
  void add(String name, byte[] content) throws IOException {
    try (OutputStream member = begin(name)) {
      member.write(content);
    }
  }

  /** Begins a member; closing the stream ends it. */
  OutputStream begin(String name) throws IOException {
    long offset = position;
    put(localHeader(name));
    return new Content(name, offset);
  }

  /** What was written so far, in order. */
  List<Member> members() {
    return List.copyOf(members.values());
  }

  /** Ends the file; does not close the stream below. */
  @Override
  public void close() throws IOException {
    put(directory(members.values(), position));
    out.flush();
  }

  private void put(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }

  static byte[] localHeader(String name) {
    byte[] label = name.getBytes(StandardCharsets.UTF_8);
    return buffer(30 + label.length)
        .putInt(LOCAL)
        .putShort(VERSION)
        .putShort(FLAGS)
        .putShort(DEFLATED)
        .putShort((short) 0)
        .putShort(NO_DATE)
        .putInt(0)
        .putInt(0)
        .putInt(0)
        .putShort((short) label.length)
        .putShort((short) 0)
        .put(label)
        .array();
  }

  static byte[] blockHeader(int length, boolean last) {
    return buffer(5)
        .put((byte) (last ? 1 : 0))
        .putShort((short) length)
        .putShort((short) ~length)
        .array();
  }

  static byte[] descriptor(Member member) {
    return buffer(DESCRIPTOR_LENGTH)
        .putInt(DESCRIPTOR)
        .putInt((int) member.crc)
        .putInt((int) member.packed)
        .putInt((int) member.size)
        .array();
  }

  static byte[] directory(Iterable<Member> members, long start) {
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    short count = 0;
    for (Member member : members) {
      byte[] label = member.name.getBytes(StandardCharsets.UTF_8);
      directory.writeBytes(
          buffer(46 + label.length)
              .putInt(CENTRAL)
              .putShort(VERSION)
              .putShort(VERSION)
              .putShort(FLAGS)
              .putShort(DEFLATED)
              .putShort((short) 0)
              .putShort(NO_DATE)
              .putInt((int) member.crc)
              .putInt((int) member.packed)
              .putInt((int) member.size)
              .putShort((short) label.length)
              .putShort((short) 0)
              .putShort((short) 0)
              .putShort((short) 0)
              .putShort((short) 0)
              .putInt(0)
              .putInt((int) member.offset)
              .put(label)
              .array());
      count++;
    }
    byte[] comment = COMMENT.getBytes(StandardCharsets.US_ASCII);
    int size = directory.size();
    directory.writeBytes(
        buffer(22 + comment.length)
            .putInt(END)
            .putShort((short) 0)
            .putShort((short) 0)
            .putShort(count)
            .putShort(count)
            .putInt(size)
            .putInt((int) start)
            .putShort((short) comment.length)
            .put(comment)
            .array());
    return directory.toByteArray();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The content of one member, on its way into blocks. */
  private final class Content extends OutputStream {
    private final String name;
    private final long offset;
    private final long start;
    private final byte[] block = new byte[BLOCK];
    private final CRC32 crc = new CRC32();
    private final MessageDigest digest = Sha256.newDigest();
    private int filled;
    private long size;
    private boolean closed;

    Content(String name, long offset) {
      this.name = name;
      this.offset = offset;
      this.start = position;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      crc.update(bytes, from, length);
      digest.update(bytes, from, length);
      size += length;
      int done = 0;
      while (done < length) {
        if (filled == BLOCK) {
          end(false);
        }
        int part = Math.min(length - done, BLOCK - filled);
        System.arraycopy(bytes, from + done, block, filled, part);
        filled += part;
        done += part;
      }
    }

    private void end(boolean last) throws IOException {
      put(blockHeader(filled, last));
      out.write(block, 0, filled);
      position += filled;
      filled = 0;
      if (position > 0xffff_0000L) {
        throw new IOException("a bundle of more than 4 GiB");
      }
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      end(true);
      Member member =
          new Member(
              name,
              crc.getValue(),
              position - start,
              size,
              offset,
              Sha256.ofBytes(digest.digest()));
      put(descriptor(member));
      members.put(name, member);
    }
  }
}
