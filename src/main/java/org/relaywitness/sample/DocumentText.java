package org.relaywitness.sample;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;

/**
 * A document in the making: bytes that grow. Plain, since a sample of a week has about a million
 * entries.
 */
final class DocumentText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm-ss").withZone(ZoneOffset.UTC);
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private byte[] bytes;
  private int length;

  DocumentText(int capacity) {
    bytes = new byte[capacity];
  }

  /** {@code 2024-03-05 14:00:00}. */
  static String time(Instant time) {
    return TIME.format(time);
  }

  /** {@code 2024-03-05-14-00-00}. */
  static String fileTime(Instant time) {
    return FILE_TIME.format(time);
  }

  /** Base64 without padding, as fingerprints and digests stand in consensuses. */
  static String base64(byte[] value) {
    return Base64.getEncoder().withoutPadding().encodeToString(value);
  }

  DocumentText add(String ascii) {
    return add(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  DocumentText add(byte[] more) {
    if (length + more.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more.length));
    }
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
    return this;
  }

  DocumentText line(String ascii) {
    return add(ascii).add("\n");
  }

  /** An object in PEM, lines of 64 (dir-spec 1.2). */
  DocumentText object(String label, byte[] value) {
    return line("-----BEGIN " + label + "-----")
        .line(LINES.encodeToString(value))
        .line("-----END " + label + "-----");
  }

  int length() {
    return length;
  }

  /** The bytes themselves, of which the first {@link #length} count: for reading only. */
  byte[] buffer() {
    return bytes;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
