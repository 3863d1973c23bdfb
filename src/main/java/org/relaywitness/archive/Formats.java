package org.relaywitness.archive;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells by first bytes, against what the name promises, when something is no document at all. */
final class Formats {
  private static final String READ = "tar, xz, bzip2, gzip, zstd or a plain document";

  private Formats() {}

  /** Refuses archive formats that are not read, and beginnings too short to be recognised. */
  static void requireReadable(String name, byte[] head, int length) throws RefusedException {
    String unread = unreadFormat(head, length);
    if (unread != null) {
      throw new RefusedException(ArchiveProblem.Kind.UNSUPPORTED, unread, READ);
    }
    Compression cut = Compression.ofCutHead(head, length);
    if (cut != null) {
      throw new RefusedException(
          ArchiveProblem.Kind.TRUNCATED,
          length + " bytes, the beginning of " + cut.title() + " data",
          "the whole file");
    }
    if (isTarName(name) && length > 0 && length < TarHeader.BLOCK) {
      throw new RefusedException(
          ArchiveProblem.Kind.TRUNCATED,
          length + " bytes, less than one tar header",
          "tar data, as its name says");
    }
  }

  /**
   * Refuses what cannot be a document under a name that promises an archive. A text may be one
   * after all, or the error page of a web server: its own first line tells. Other bytes are damage,
   * for instance a download whose place was reserved but never filled.
   */
  static void requireDocument(String name, byte[] head, int length) throws RefusedException {
    Compression promised = Compression.ofName(name);
    if (promised == null && !isTarName(name)) {
      return;
    }
    String expected = (promised == null ? "tar" : promised.title()) + " data, as its name says";
    if (length == 0) {
      throw new RefusedException(ArchiveProblem.Kind.TRUNCATED, "no bytes", expected);
    }
    if (isBinary(head, length)) {
      throw new RefusedException(ArchiveProblem.Kind.CORRUPT, "other bytes", expected);
    }
  }

  private static boolean isTarName(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".tar");
  }

  private static boolean isBinary(byte[] head, int length) {
    for (int i = 0; i < length; i++) {
      byte b = head[i];
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String unreadFormat(byte[] head, int length) {
    if (begins(head, length, 'P', 'K', 3, 4)) {
      return "a zip archive";
    }
    if (begins(head, length, '7', 'z', 0xbc, 0xaf, 0x27, 0x1c)) {
      return "a 7z archive";
    }
    if (begins(head, length, 'R', 'a', 'r', '!', 0x1a, 7)) {
      return "a rar archive";
    }
    if (begins(head, length, 'L', 'Z', 'I', 'P', 1)) {
      return "lzip data";
    }
    if (begins(head, length, 0x04, 0x22, 0x4d, 0x18)) {
      return "lz4 data";
    }
    return begins(head, length, 0x1f, 0x9d) ? "data of the old compress program" : null;
  }

  private static boolean begins(byte[] head, int length, int... magic) {
    if (length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
