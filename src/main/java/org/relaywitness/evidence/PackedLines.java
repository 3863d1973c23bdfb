package org.relaywitness.evidence;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Sha256;
import org.relaywitness.netdoc.EntryQuotation.Line;

/**
 * The quotable lines of the documents of a day, packed: those on all relays, in blocks of some
 * relays each, of which a question unpacks one. Lines that a document repeats from the one before
 * are held once. Never changes.
 *
 * <p>A block: for each relay its fingerprint (20 bytes), the length of what is said of it, and
 * that. What is said of a relay, for each document that has lines on it: how many documents were
 * passed over, how much further down its first line stands than before, and the length of its
 * lines, or zero: as before; then these, for each its distance from the first, its length, its
 * text. Numbers as {@link GrowingBytes} writes them.
 */
final class PackedLines {
  private static final int OVERHEAD = 64;

  private final Map<Sha256, Integer> documents;
  private final List<Fingerprint> firsts;
  private final List<byte[]> blocks;

  /**
   * Packed lines.
   *
   * @param documents each with its number, from 0 on
   * @param firsts the first relay of each block, in their order
   * @param blocks each its length unpacked (4 bytes) and, by zstd, its bytes
   */
  PackedLines(Map<Sha256, Integer> documents, List<Fingerprint> firsts, List<byte[]> blocks) {
    this.documents = Map.copyOf(documents);
    this.firsts = List.copyOf(firsts);
    this.blocks = List.copyOf(blocks);
  }

  /**
   * What {@link org.relaywitness.netdoc.EntryQuotation#of} says of the document and the relay;
   * empty when the document is none of these.
   */
  Optional<List<Line>> find(Sha256 document, Fingerprint relay) {
    Integer number = documents.get(document);
    return number == null ? Optional.empty() : Optional.of(find(number, relay));
  }

  private List<Line> find(int document, Fingerprint relay) {
    int place = Collections.binarySearch(firsts, relay);
    int block = place < 0 ? -place - 2 : place;
    if (block < 0) {
      return List.of();
    }
    ByteBuffer bytes = unpacked(blocks.get(block));
    byte[] name = new byte[Fingerprint.LENGTH];
    while (bytes.hasRemaining()) {
      bytes.get(name);
      int length = GrowingBytes.number(bytes);
      if (Fingerprint.ofBytes(name).equals(relay)) {
        return find(document, bytes.slice(bytes.position(), length));
      }
      bytes.position(bytes.position() + length);
    }
    return List.of();
  }

  private static ByteBuffer unpacked(byte[] block) {
    int length = ByteBuffer.wrap(block).getInt();
    byte[] bytes = new byte[length];
    Zstd.decompressByteArray(bytes, 0, length, block, 4, block.length - 4);
    return ByteBuffer.wrap(bytes);
  }

  private static List<Line> find(int document, ByteBuffer said) {
    ByteBuffer lines = said;
    int number = 0;
    for (int at = GrowingBytes.number(said); at <= document; at += 1 + GrowingBytes.number(said)) {
      number += GrowingBytes.signed(said);
      int length = GrowingBytes.number(said);
      if (length > 0) {
        lines = said.slice(said.position(), length);
        said.position(said.position() + length);
      }
      if (at == document) {
        return lines(number, lines);
      }
      if (!said.hasRemaining()) {
        break;
      }
    }
    return List.of();
  }

  private static List<Line> lines(int first, ByteBuffer from) {
    List<Line> lines = new ArrayList<>();
    while (from.hasRemaining()) {
      int number = first + GrowingBytes.number(from);
      byte[] text = new byte[GrowingBytes.number(from)];
      from.get(text);
      lines.add(new Line(number, new String(text, StandardCharsets.ISO_8859_1)));
    }
    return List.copyOf(lines);
  }

  /** About how much memory it takes. */
  int bytes() {
    long all = 3L * OVERHEAD * documents.size();
    for (byte[] block : blocks) {
      all += block.length + 2 * OVERHEAD;
    }
    return (int) Math.min(all, Integer.MAX_VALUE);
  }
}
