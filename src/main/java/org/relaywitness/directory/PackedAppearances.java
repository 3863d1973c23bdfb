package org.relaywitness.directory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The appearances that one consensus lists, in the form of {@link PackedAppearance}, one behind the
 * other: what the import path hands from the parser to the run encoder. A plain growing byte array,
 * since a consensus has about 10,000 of them and an import about a billion.
 *
 * <p>Each is preceded by its length in two bytes, big endian. Not thread-safe.
 */
public final class PackedAppearances {
  private byte[] bytes;
  private int length;
  private int count;

  /** An empty sequence with room for {@code capacity} bytes before it grows. */
  public PackedAppearances(int capacity) {
    bytes = new byte[Math.max(capacity, 64)];
  }

  /** Adds the appearance in the {@code size} bytes at {@code offset}; at most 65,535 bytes. */
  public void add(byte[] source, int offset, int size) {
    if (size > 0xffff) {
      throw new IllegalArgumentException("an appearance of " + size + " bytes");
    }
    if (length + 2 + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + 2 + size));
    }
    bytes[length] = (byte) (size >>> 8);
    bytes[length + 1] = (byte) size;
    System.arraycopy(source, offset, bytes, length + 2, size);
    length += 2 + size;
    count++;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** How many bytes of {@link #buffer} are in use. */
  public int length() {
    return length;
  }

  /** The bytes themselves, not a copy: for reading only. */
  public byte[] buffer() {
    return bytes;
  }

  /** All of them as values, in order; for tests and slow paths. */
  public List<Appearance> toList() {
    List<Appearance> list = new ArrayList<>(count);
    int position = 0;
    while (position < length) {
      int size = ((bytes[position] & 0xff) << 8) | (bytes[position + 1] & 0xff);
      list.add(PackedAppearance.unpack(bytes, position + 2, size));
      position += 2 + size;
    }
    return list;
  }

  /** The packed form of these appearances. */
  public static PackedAppearances of(Iterable<Appearance> appearances) {
    PackedAppearances packed = new PackedAppearances(1024);
    for (Appearance appearance : appearances) {
      byte[] one = PackedAppearance.pack(appearance);
      packed.add(one, 0, one.length);
    }
    return packed;
  }
}
