package org.relaywitness.archive;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the extension headers before a tar header say of it: GNU long names and pax records. */
final class TarExtensions {
  /** Real pax headers hold a few hundred bytes, and at most two names. */
  private static final int MOST_PAX = 256 * 1024;

  private final int maxNameLength;
  private @Nullable String name;
  private @Nullable RefusedException refusal;
  private long size = -1;
  private boolean any;
  private boolean pax;

  TarExtensions(int maxNameLength) {
    this.maxNameLength = maxNameLength;
  }

  /** The name that replaces the header's own, or {@code null}. */
  @Nullable String name() {
    return name;
  }

  /** Why the member that follows is refused, or {@code null}. */
  @Nullable RefusedException refusal() {
    return refusal;
  }

  /** The size that replaces the header's own, or -1. */
  long size() {
    return size;
  }

  boolean isEmpty() {
    return !any;
  }

  /** Whether a pax header was among them. */
  boolean isPax() {
    return pax;
  }

  /** Reads the content of a GNU long name; the caller passes over what is left of it. */
  void readLongName(ContentInput member, long announced) throws RefusedException {
    any = true;
    // One more for the NUL that ends it, one more to see that it is too long.
    byte[] bytes = read(member, Math.min(announced, maxNameLength + 2L));
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    setName(new String(bytes, 0, length, StandardCharsets.UTF_8), length);
  }

  /** Reads pax records; the caller passes over what is left of them. */
  void readPax(ContentInput member, long announced) throws RefusedException {
    any = true;
    pax = true;
    if (announced > MOST_PAX) {
      refuse(
          ArchiveProblem.Kind.UNSUPPORTED,
          "a pax header of " + announced + " bytes",
          "at most " + MOST_PAX);
      return;
    }
    byte[] bytes = read(member, announced);
    int at = 0;
    // GNU tar fills the rest with NUL.
    while (at < bytes.length && bytes[at] != 0) {
      at = readRecord(bytes, at);
    }
  }

  /** One record, "LENGTH KEY=VALUE\n", where the length counts all of it; returns its end. */
  private int readRecord(byte[] bytes, int start) throws RefusedException {
    int length = 0;
    int at = start;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9' && length < MOST_PAX) {
      length = length * 10 + (bytes[at] - '0');
      at++;
    }
    int end = start + length;
    int equals = at;
    while (equals < bytes.length && bytes[equals] != '=') {
      equals++;
    }
    if (at == start
        || at >= bytes.length
        || bytes[at] != ' '
        || end > bytes.length
        || equals >= end
        || bytes[end - 1] != '\n') {
      throw new RefusedException(
          ArchiveProblem.Kind.CORRUPT, "a damaged pax header", "LENGTH KEY=VALUE lines");
    }
    String key = new String(bytes, at + 1, equals - at - 1, StandardCharsets.UTF_8);
    int valueLength = end - equals - 2;
    take(key, new String(bytes, equals + 1, valueLength, StandardCharsets.UTF_8), valueLength);
    return end;
  }

  private void take(String key, String value, int valueLength) throws RefusedException {
    if (key.equals("path")) {
      setName(value, valueLength);
    } else if (key.equals("size")) {
      size = parseSize(value);
    } else if (key.startsWith("GNU.sparse.")) {
      refuse(ArchiveProblem.Kind.UNSUPPORTED, "a sparse file", "a file stored whole");
    }
  }

  private static long parseSize(String value) throws RefusedException {
    if (value.length() > 18 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw damagedSize(value);
    }
    return value.isEmpty() ? -1 : Long.parseLong(value);
  }

  private static RefusedException damagedSize(String value) {
    return new RefusedException(
        ArchiveProblem.Kind.CORRUPT, "the size '" + value + "' in a pax header", "a number");
  }

  private void setName(String value, int length) {
    name = value;
    if (length > maxNameLength) {
      refuse(
          ArchiveProblem.Kind.HOSTILE_NAME,
          "a name longer than " + maxNameLength + " bytes",
          "a shorter one");
    }
  }

  private void refuse(ArchiveProblem.Kind kind, String found, String expected) {
    refusal = new RefusedException(kind, found, expected);
  }

  private static byte[] read(ContentInput member, long length) throws RefusedException {
    byte[] bytes = new byte[(int) length];
    if (member.readFully(bytes, 0, bytes.length) < bytes.length) {
      throw TarInput.truncated("inside a header");
    }
    return bytes;
  }
}
