package org.relaywitness.evidence;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Sha256;
import org.relaywitness.netdoc.EntryLines;
import org.relaywitness.netdoc.EntryQuotation;

/** Makes {@link PackedLines} of documents that resemble each other, in their order. */
final class LinesPacker {
  /** What is unpacked for a question. */
  private static final int BLOCK = 1 << 14;

  private static final int LEVEL = 3;

  /** What a relay takes up besides what is said of it. */
  private static final int OVERHEAD = 256;

  private final long most;
  private final Map<Sha256, Integer> documents = new HashMap<>();
  private final Map<Fingerprint, Relay> relays = new HashMap<>();
  private final GrowingBytes scratch = new GrowingBytes(1 << 10);
  private long bytes;

  /**
   * An empty one.
   *
   * @param most bytes that it may take up
   */
  LinesPacker(long most) {
    this.most = most;
  }

  /** What is said of a relay, and what of it the next document may repeat. */
  private static final class Relay {
    final GrowingBytes said = new GrowingBytes(OVERHEAD);
    int document = -1;
    int number;
    int start;
    int end;
  }

  /** Takes up a document; does nothing once they were too many. */
  void add(Sha256 sha256, byte[] document) {
    if (bytes > most) {
      return;
    }
    int index = documents.size();
    if (documents.putIfAbsent(sha256, index) == null) {
      EntryQuotation.forEach(document, (relay, lines) -> add(index, relay, document, lines));
    }
  }

  private void add(int index, Fingerprint fingerprint, byte[] document, EntryLines lines) {
    if (lines.count() == 0 || bytes > most) {
      return;
    }
    Relay relay = relays.get(fingerprint);
    if (relay == null) {
      relay = new Relay();
      relays.put(fingerprint, relay);
      bytes += OVERHEAD;
    }
    int before = relay.said.size();
    relay.said.number(index - relay.document - 1);
    relay.said.signed(lines.number(0) - relay.number);
    relay.document = index;
    relay.number = lines.number(0);
    pack(document, lines);
    if (relay.said.equal(relay.start, relay.end, scratch)) {
      relay.said.number(0);
    } else {
      relay.said.number(scratch.size());
      relay.start = relay.said.size();
      relay.said.add(scratch.array(), 0, scratch.size());
      relay.end = relay.said.size();
    }
    bytes += relay.said.size() - before;
  }

  private void pack(byte[] document, EntryLines lines) {
    scratch.clear();
    for (int i = 0; i < lines.count(); i++) {
      int length = lines.end(i) - lines.start(i);
      scratch.number(lines.number(i) - lines.number(0));
      scratch.number(length);
      scratch.add(document, lines.start(i), length);
    }
  }

  /** The lines of all; {@code null}: they are too many to be kept. */
  @Nullable PackedLines packed() {
    if (bytes > most) {
      return null;
    }
    List<Fingerprint> firsts = new ArrayList<>();
    List<byte[]> blocks = new ArrayList<>();
    GrowingBytes block = new GrowingBytes(2 * BLOCK);
    byte[] name = new byte[Fingerprint.LENGTH];
    for (Map.Entry<Fingerprint, Relay> one : new TreeMap<>(relays).entrySet()) {
      if (block.size() == 0) {
        firsts.add(one.getKey());
      }
      GrowingBytes said = one.getValue().said;
      System.arraycopy(one.getKey().toBytes(), 0, name, 0, name.length);
      block.add(name, 0, name.length);
      block.number(said.size());
      block.add(said.array(), 0, said.size());
      if (block.size() >= BLOCK) {
        blocks.add(closed(block));
      }
    }
    if (block.size() > 0) {
      blocks.add(closed(block));
    }
    return new PackedLines(documents, firsts, blocks);
  }

  /** The length of the block, and the block packed. */
  private static byte[] closed(GrowingBytes block) {
    byte[] packed = Zstd.compress(Arrays.copyOf(block.array(), block.size()), LEVEL);
    byte[] closed = ByteBuffer.allocate(4 + packed.length).putInt(block.size()).put(packed).array();
    block.clear();
    return closed;
  }
}
