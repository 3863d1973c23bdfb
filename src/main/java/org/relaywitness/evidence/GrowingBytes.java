package org.relaywitness.evidence;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes and numbers, one behind the other; small numbers take few bytes. */
final class GrowingBytes {
  private byte[] bytes;
  private int size;

  GrowingBytes(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  /** What was added, and beyond {@link #size} nothing of meaning. */
  byte[] array() {
    return bytes;
  }

  void clear() {
    size = 0;
  }

  void add(byte[] from, int start, int length) {
    ensure(length);
    System.arraycopy(from, start, bytes, size, length);
    size += length;
  }

  /** Adds a number, seven bits a byte, the lowest first. */
  void number(int number) {
    ensure(5);
    int left = number;
    while ((left & ~0x7f) != 0) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  /** Adds a number that may well be below zero. */
  void signed(int number) {
    number(number << 1 ^ number >> 31);
  }

  /** Reads what {@link #number} added. */
  static int number(ByteBuffer from) {
    int number = 0;
    int shift = 0;
    byte one;
    do {
      one = from.get();
      number |= (one & 0x7f) << shift;
      shift += 7;
    } while (one < 0);
    return number;
  }

  /** Reads what {@link #signed} added. */
  static int signed(ByteBuffer from) {
    int number = number(from);
    return number >>> 1 ^ -(number & 1);
  }

  /** Whether the bytes in this place are those of another. */
  boolean equal(int start, int end, GrowingBytes other) {
    return Arrays.equals(bytes, start, end, other.bytes, 0, other.size);
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length / 2 * 3));
    }
  }
}
