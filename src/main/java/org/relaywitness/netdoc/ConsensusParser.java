package org.relaywitness.netdoc;

import static org.relaywitness.netdoc.DocumentParseException.Kind.LIMIT;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.RouterStatusEntry;
import org.relaywitness.directory.Sha256;
import org.relaywitness.pace.Pace;

/**
 * Reads v3 consensuses of both flavours and of every consensus method since 2007 (dir-spec 3.4.1).
 *
 * <p>What the specification leaves open is accepted: unknown keywords, further arguments, {@code
 * opt}, tabs, CRLF line ends, any order of header lines and entries. What cannot be read throws and
 * is never passed over, for a relay left out would read as "was no relay": a malformed line, a
 * missing or repeated one, an end without a signature. Signatures are read, not verified.
 *
 * <p>Keeps buffers from document to document: one parser for each thread.
 */
public final class ConsensusParser {
  /** The longest document accepted, in bytes; real ones have less than 4 MB. */
  public static final int LONGEST = 128 << 20;

  /** In entries. */
  private static final int BETWEEN_OFFERS = 1_024;

  private final PolicyMemo policies = new PolicyMemo();

  /** What one walk over a document gives, before anything is digested. */
  record Scan(LineCursor cursor, ConsensusHeader header, ConsensusFooter footer, int entries) {}

  /**
   * Reads a consensus and packs the appearances of the relays that it lists as running.
   *
   * @param name the name under which the document is known, for messages
   * @param out takes the appearances, in document order; when this throws, it may hold some that
   *     must not be used
   * @return with {@code entries} the number of relays packed
   * @throws DocumentParseException whatever is wrong with the bytes
   */
  public Consensus parse(RawDocument raw, String name, PackedAppearances out)
      throws DocumentParseException {
    return digest(raw, scan(raw, name, out));
  }

  /**
   * Reads all router status entries of a consensus, running or not, in document order. Reads the
   * same as {@link #parse}, and refuses the same documents but for the limit on what is packed.
   *
   * @throws DocumentParseException whatever is wrong with the bytes
   */
  public List<RouterStatusEntry> parseEntries(RawDocument raw, String name)
      throws DocumentParseException {
    EntryCollector collector = new EntryCollector();
    scan(newCursor(raw, name), collector);
    return collector.entries();
  }

  /** The walk over the document alone, so that it can be measured alone. */
  Scan scan(RawDocument raw, String name, PackedAppearances out) throws DocumentParseException {
    LineCursor cursor = newCursor(raw, name);
    return scan(cursor, new EntryPacker(cursor, out));
  }

  private static LineCursor newCursor(RawDocument raw, String name) throws DocumentParseException {
    if (raw.length() > LONGEST) {
      String found = raw.length() + " bytes";
      throw new DocumentParseException(
          name, 0, LIMIT, found, "a consensus of at most " + LONGEST + " bytes");
    }
    return new LineCursor(raw, name);
  }

  private Scan scan(LineCursor cursor, EntrySink sink) throws DocumentParseException {
    ConsensusHeader header = ConsensusHeader.read(cursor);
    EntryScanner scanner = new EntryScanner(cursor, header.flavor(), policies);
    int running = 0;
    int read = 0;
    while (scanner.next()) {
      running += scanner.running ? 1 : 0;
      sink.take(scanner);
      if (++read % BETWEEN_OFFERS == 0) {
        Pace.offerProcessor();
      }
    }
    return new Scan(cursor, header, ConsensusFooter.read(cursor), running);
  }

  /** The consensus, with the digests of the file's bytes and of the signed part. */
  static Consensus digest(RawDocument raw, Scan scan) throws DocumentParseException {
    ConsensusHeader header = scan.header();
    return new Consensus(
        header.flavor(),
        header.method(),
        header.validAfter(),
        header.freshUntil(),
        header.validUntil(),
        header.sources(),
        scan.footer().signatures(),
        raw.sha256(),
        signedDigest(scan),
        scan.cursor().crlf,
        scan.entries());
  }

  private static String signedDigest(Scan scan) {
    byte[] bytes = scan.cursor().bytes;
    int start = scan.header().signedStart();
    int end = scan.footer().signedEnd();
    MessageDigest digest = newDigest(scan.header().flavor());
    if (scan.cursor().crlf) {
      digest.update(LineEnds.toLf(bytes, start, end));
    } else {
      Sha256.update(digest, bytes, start, end - start);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest(Flavor flavor) {
    if (flavor == Flavor.MICRODESC) {
      return Sha256.newDigest();
    }
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-1", e);
    }
  }
}
