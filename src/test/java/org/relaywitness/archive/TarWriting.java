package org.relaywitness.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes tars: sound ones by a library, hostile ones block by block. */
final class TarWriting {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A tar of regular files, written by a library; long names in the pax form. */
  static byte[] tar(Map<String, byte[]> members) throws Exception {
    return tar(members, TarArchiveOutputStream.LONGFILE_POSIX);
  }

  static byte[] tar(Map<String, byte[]> members, int longNames) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(longNames);
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(member.getKey());
        entry.setSize(member.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(member.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** A header block with a right checksum. */
  static byte[] header(byte[] name, char type, String size) {
    byte[] block = new byte[512];
    System.arraycopy(name, 0, block, 0, Math.min(name.length, 100));
    put(block, 100, "0000644\0");
    put(block, 124, size);
    put(block, 136, "00000000000\0");
    block[156] = (byte) type;
    put(block, 257, "ustar\00000");
    return sum(block);
  }

  static byte[] sum(byte[] block) {
    put(block, 148, "        ");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    return block;
  }

  static void put(byte[] block, int offset, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }

  static String octal(long size) {
    return String.format(Locale.ROOT, "%011o\0", size);
  }

  TarWriting block(byte[] block) {
    out.writeBytes(block);
    return this;
  }

  TarWriting member(String name, char type, byte[] content) {
    return member(name.getBytes(UTF_8), type, content);
  }

  TarWriting member(byte[] name, char type, byte[] content) {
    block(header(name, type, octal(content.length)));
    block(content);
    return block(new byte[-content.length & 511]);
  }

  TarWriting file(String name, String content) {
    return member(name, '0', content.getBytes(UTF_8));
  }

  /** A member whose name stands in a pax header. */
  TarWriting paxFile(String name, String content) {
    member("pax", 'x', paxRecord("path", name));
    return file("short", content);
  }

  /** A member whose name stands in a GNU long name. */
  TarWriting gnuFile(String name, String content) {
    member("././@LongLink", 'L', (name + "\0").getBytes(UTF_8));
    return file("short", content);
  }

  static byte[] paxRecord(String key, String value) {
    byte[] rest = (" " + key + "=" + value + "\n").getBytes(UTF_8);
    int length = rest.length + 1;
    while (String.valueOf(length).length() + rest.length != length) {
      length++;
    }
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(String.valueOf(length).getBytes(US_ASCII));
    record.writeBytes(rest);
    return record.toByteArray();
  }

  /** The bytes with an end mark. */
  byte[] ended() {
    block(new byte[1024]);
    return out.toByteArray();
  }

  /** The bytes without an end mark. */
  byte[] cut() {
    return out.toByteArray();
  }
}
