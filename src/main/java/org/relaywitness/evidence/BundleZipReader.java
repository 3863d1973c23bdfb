package org.relaywitness.evidence;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.relaywitness.directory.Sha256;
import org.relaywitness.evidence.BundleZip.Member;

/**
 * Reads a ZIP file exactly as {@link BundleZip} writes it, and nothing else: these members in this
 * order, no byte between, before or behind them. So there is nothing to unpack, no name that could
 * lead anywhere, and no byte that could change unseen. Holds one block in memory.
 */
final class BundleZipReader {
  /** Takes the content of the members, block by block. */
  interface Taker {
    void take(String name, byte[] block, int length) throws IOException, BundleException;
  }

  private final InputStream in;
  private long position;

  private BundleZipReader(InputStream in) {
    this.in = in;
  }

  /** Whether a file begins or ends as bundles do; a damaged one still does at one end. */
  static boolean isBundle(Path file, String firstName) throws IOException {
    byte[] head = BundleZip.localHeader(firstName);
    byte[] comment = BundleZip.COMMENT.getBytes(StandardCharsets.US_ASCII);
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
      return holds(access, 0, head) || holds(access, access.length() - comment.length, comment);
    }
  }

  private static boolean holds(RandomAccessFile access, long at, byte[] expected)
      throws IOException {
    if (at < 0 || access.length() < at + expected.length) {
      return false;
    }
    byte[] found = new byte[expected.length];
    access.seek(at);
    access.readFully(found);
    return Arrays.equals(found, expected);
  }

  /**
   * Reads all members.
   *
   * @param names the members there must be, in order
   * @throws BundleException at the first byte that is not as it was written
   */
  static List<Member> read(Path file, List<String> names, Taker taker)
      throws IOException, BundleException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return new BundleZipReader(in).readAll(names, taker);
    }
  }

  private List<Member> readAll(List<String> names, Taker taker)
      throws IOException, BundleException {
    List<Member> members = new ArrayList<>();
    for (String name : names) {
      members.add(member(name, taker));
    }
    long start = position;
    expect(BundleZip.directory(members, start), "the list of members at its end");
    if (in.read() >= 0) {
      throw new BundleException("the file goes on behind its end");
    }
    return members;
  }

  private Member member(String name, Taker taker) throws IOException, BundleException {
    long offset = position;
    expect(BundleZip.localHeader(name), "the head of " + name);
    long start = position;
    CRC32 crc = new CRC32();
    MessageDigest digest = Sha256.newDigest();
    byte[] block = new byte[BundleZip.BLOCK];
    long size = 0;
    boolean last = false;
    while (!last) {
      byte[] head = bytes(5, name);
      last = head[0] == 1;
      int length = (head[1] & 0xff) | (head[2] & 0xff) << 8;
      if (!Arrays.equals(head, BundleZip.blockHeader(length, last))
          || (!last && length != BundleZip.BLOCK)) {
        throw new BundleException(name + " is not stored as it was written");
      }
      if (in.readNBytes(block, 0, length) < length) {
        throw new BundleException("the file ends within " + name);
      }
      position += length;
      size += length;
      crc.update(block, 0, length);
      digest.update(block, 0, length);
      taker.take(name, block, length);
    }
    Member member =
        new Member(
            name, crc.getValue(), position - start, size, offset, Sha256.ofBytes(digest.digest()));
    expect(BundleZip.descriptor(member), "the checksum of " + name);
    return member;
  }

  private void expect(byte[] expected, String what) throws IOException, BundleException {
    if (!Arrays.equals(bytes(expected.length, what), expected)) {
      throw new BundleException(what + " is not as it was written");
    }
  }

  private byte[] bytes(int length, String what) throws IOException, BundleException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new BundleException("the file ends within " + what);
    }
    position += length;
    return bytes;
  }
}
