package org.relaywitness.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.PackedAppearance;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.pace.Pace;

/**
 * Numbers for the distinct tuples of one batch: equal bytes get the same number, counted from zero.
 *
 * <p>An open-addressing table over one byte array, since every status entry of an import (about a
 * billion) passes through here and hardly any brings a new tuple. Not thread-safe.
 */
final class TupleTable {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int ALL_FLAGS =
      PackedAppearance.EXIT
          | PackedAppearance.BAD_EXIT
          | PackedAppearance.HAS_POLICY
          | PackedAppearance.IPV6;

  private static final int BETWEEN_OFFERS = 2_048;

  private byte[] arena = new byte[1 << 16];
  private int[] starts = new int[1 << 10];
  private int size;
  private int[] slots = new int[1 << 11];
  private int[] hashes = new int[1 << 11];
  private long generation = 1;
  private long[] seen = new long[1 << 10];

  TupleTable() {
    Arrays.fill(slots, -1);
  }

  /** How many distinct tuples there are. */
  int size() {
    return size;
  }

  /** How many bytes they take together. */
  int bytes() {
    return starts[size];
  }

  /** The number of the tuple in these bytes, new or known. */
  int intern(byte[] source, int offset, int length) {
    int hash = hash(source, offset, length);
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] >= 0) {
      if (hashes[slot] == hash) {
        int id = slots[slot];
        if (Arrays.equals(arena, starts[id], starts[id + 1], source, offset, offset + length)) {
          return id;
        }
      }
      slot = (slot + 1) & mask;
    }
    return add(source, offset, length, hash, slot);
  }

  /** The number of the tuple in these bytes, new or known. */
  int intern(byte[] source) {
    return intern(source, 0, source.length);
  }

  /** The numbers of these appearances, each once, in the order of their first occurrence. */
  int[] internAll(PackedAppearances appearances) {
    byte[] buffer = appearances.buffer();
    int[] ids = new int[appearances.count()];
    int count = 0;
    generation++;
    int position = 0;
    int read = 0;
    while (position < appearances.length()) {
      int length = ((buffer[position] & 0xff) << 8) | (buffer[position + 1] & 0xff);
      int id = intern(buffer, position + 2, length);
      if (seen[id] != generation) {
        seen[id] = generation;
        ids[count++] = id;
      }
      position += 2 + length;
      if (++read % BETWEEN_OFFERS == 0) {
        Pace.offerProcessor();
      }
    }
    return Arrays.copyOf(ids, count);
  }

  private int add(byte[] source, int offset, int length, int hash, int slot) {
    requirePlain(source, offset, length);
    int start = starts[size];
    int end = Math.addExact(start, length);
    if (end > arena.length) {
      arena = Arrays.copyOf(arena, Math.max(end, (int) Math.min(2L * arena.length, 1 << 30)));
    }
    System.arraycopy(source, offset, arena, start, length);
    if (size + 2 > starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
      seen = Arrays.copyOf(seen, starts.length);
    }
    starts[size + 1] = end;
    slots[slot] = size;
    hashes[slot] = hash;
    size++;
    if (2 * size > slots.length) {
      grow();
    }
    return size - 1;
  }

  /**
   * Refuses a tuple that the database could not give back byte for byte. Parsers let none through;
   * a digest over something else than the document said would be worse than a stop.
   */
  private static void requirePlain(byte[] source, int offset, int length) {
    if (length <= PackedAppearance.ADDRESS_OFFSET) {
      throw new IllegalArgumentException("an appearance of " + length + " bytes");
    }
    int flags = source[offset + PackedAppearance.FLAGS_OFFSET];
    if ((flags & ~ALL_FLAGS) != 0) {
      throw new IllegalArgumentException("an appearance with the flags " + flags);
    }
    int nickname = PackedAppearance.ADDRESS_OFFSET + PackedAppearance.addressLength(flags);
    if (nickname >= length || nickname + 1 + (source[offset + nickname] & 0xff) > length) {
      throw new IllegalArgumentException("an appearance that ends within its nickname");
    }
    int end = nickname + 1 + (source[offset + nickname] & 0xff);
    if ((flags & PackedAppearance.HAS_POLICY) == 0 && end != length) {
      throw new IllegalArgumentException("an appearance with bytes behind its nickname");
    }
    for (int i = nickname + 1; i < length; i++) {
      byte letter = source[offset + i];
      if (letter < 0x20 || letter > 0x7e) {
        throw new IllegalArgumentException(
            "an appearance with the byte " + (letter & 0xff) + " in its text");
      }
    }
  }

  private void grow() {
    int[] oldSlots = slots;
    int[] oldHashes = hashes;
    slots = new int[2 * oldSlots.length];
    hashes = new int[slots.length];
    Arrays.fill(slots, -1);
    for (int i = 0; i < oldSlots.length; i++) {
      if (oldSlots[i] >= 0) {
        int slot = oldHashes[i] & (slots.length - 1);
        while (slots[slot] >= 0) {
          slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = oldSlots[i];
        hashes[slot] = oldHashes[i];
      }
    }
  }

  private static int hash(byte[] bytes, int offset, int length) {
    long hash = length;
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      hash = (hash ^ (long) LONGS.get(bytes, offset + i)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    for (; i < length; i++) {
      hash = (hash ^ bytes[offset + i]) * 0x9E3779B97F4A7C15L;
    }
    hash ^= hash >>> 32;
    return (int) hash ^ (int) (hash >>> 15);
  }

  /** Where the tuple starts in {@link #arena()}. */
  int start(int id) {
    return starts[id];
  }

  /** How long the tuple is. */
  int length(int id) {
    return starts[id + 1] - starts[id];
  }

  /** The bytes of all tuples, not a copy: for reading only. */
  byte[] arena() {
    return arena;
  }

  /** The tuple's bytes, newly allocated. */
  byte[] packed(int id) {
    return Arrays.copyOfRange(arena, starts[id], starts[id + 1]);
  }

  /** The tuple as a value. */
  Appearance appearance(int id) {
    return PackedAppearance.unpack(arena, start(id), length(id));
  }

  /** Orders two tuples by their bytes, unsigned. */
  int compare(int a, int b) {
    return Arrays.compareUnsigned(arena, starts[a], starts[a + 1], arena, starts[b], starts[b + 1]);
  }
}
