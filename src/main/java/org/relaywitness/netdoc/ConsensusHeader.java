package org.relaywitness.netdoc;

import static org.relaywitness.netdoc.DocumentParseException.Kind.DUPLICATE;
import static org.relaywitness.netdoc.DocumentParseException.Kind.MALFORMED;
import static org.relaywitness.netdoc.DocumentParseException.Kind.MISSING;
import static org.relaywitness.netdoc.DocumentParseException.Kind.UNSUPPORTED;
import static org.relaywitness.netdoc.DocumentParseException.Kind.WRONG_TYPE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.DirSource;
import org.relaywitness.directory.Flavor;

/** Reads what stands in a consensus before the router status entries (dir-spec 3.4.1). */
final class ConsensusHeader {
  private static final String VERSION = "network-status-version";

  /** Lines that stand once. */
  private static final Set<String> SINGLE =
      Set.of(
          VERSION, "vote-status", "consensus-method", "valid-after", "fresh-until", "valid-until");

  /** Lines that stand in the header alone, as bytes: compared for each unknown line of an entry. */
  private static final List<byte[]> HEADER_ALONE =
      Stream.concat(SINGLE.stream(), Stream.of("dir-source")).map(Ascii::word).toList();

  private final LineCursor cursor;
  private final Set<String> seen = new HashSet<>();
  private final List<DirSource> sources = new ArrayList<>();
  private final Flavor flavor;
  private final int signedStart;
  private int method = 1;
  private boolean consensus;
  private @Nullable Instant validAfter;
  private @Nullable Instant freshUntil;
  private @Nullable Instant validUntil;

  private ConsensusHeader(LineCursor cursor) throws DocumentParseException {
    this.cursor = cursor;
    if (!cursor.firstLine()) {
      throw cursor.missing("a consensus that begins with network-status-version 3");
    }
    signedStart = cursor.lineStart;
    flavor = readVersion();
    seen.add(VERSION);
  }

  /** Reads the header; the cursor then stands on the keyword of the line that ends it. */
  static ConsensusHeader read(LineCursor cursor) throws DocumentParseException {
    ConsensusHeader header = new ConsensusHeader(cursor);
    header.readLines();
    header.requireComplete();
    return header;
  }

  private Flavor readVersion() throws DocumentParseException {
    boolean initial = cursor.nextWord() && cursor.wordStart == cursor.lineStart;
    if (!initial || !cursor.wordIs(DocumentHead.NETWORK_STATUS)) {
      throw cursor.error(WRONG_TYPE, cursor.line(), "network-status-version 3");
    }
    if (!cursor.requireWord("network-status-version 3").equals("3")) {
      throw cursor.error(UNSUPPORTED, cursor.line(), "network-status-version 3");
    }
    // The signed line decides, not the @type line: that one is nobody's statement.
    if (!cursor.nextWord() || cursor.word().equals(Flavor.NS.keyword())) {
      return Flavor.NS;
    }
    if (cursor.word().equals(Flavor.MICRODESC.keyword())) {
      return Flavor.MICRODESC;
    }
    throw cursor.error(UNSUPPORTED, cursor.word(), "no flavour, ns or microdesc");
  }

  private void readLines() throws DocumentParseException {
    while (cursor.nextLine()) {
      if (!cursor.keyword()) {
        continue;
      }
      String keyword = cursor.word();
      if (SINGLE.contains(keyword) && !seen.add(keyword)) {
        throw cursor.error(DUPLICATE, cursor.line(), keyword + " once");
      }
      switch (keyword) {
        case "vote-status" -> readVoteStatus();
        case "consensus-method" -> readMethod();
        case "valid-after" -> validAfter = cursor.requireTime();
        case "fresh-until" -> freshUntil = cursor.requireTime();
        case "valid-until" -> validUntil = cursor.requireTime();
        case "dir-source" -> readSource();
        case "r", "directory-footer", "directory-signature" -> {
          return;
        }
        default -> requireNoSignaturePrefix(cursor);
      }
    }
    throw cursor.truncated("router status entries and a directory-signature");
  }

  private void readVoteStatus() throws DocumentParseException {
    if (!cursor.requireWord("vote-status consensus").equals("consensus")) {
      throw cursor.error(WRONG_TYPE, cursor.line(), "vote-status consensus");
    }
    consensus = true;
  }

  private void readMethod() throws DocumentParseException {
    method = cursor.nextWord() ? Ascii.number(cursor.bytes, cursor.wordStart, cursor.wordEnd) : -1;
    if (method < 1) {
      throw cursor.malformedLine("consensus-method and a number from 1 on");
    }
  }

  private void readSource() throws DocumentParseException {
    String expected = "dir-source, a nickname and a v3 identity of 40 hex digits";
    String nickname = cursor.requireWord(expected);
    if (!EntryScanner.isNickname(cursor.bytes, cursor.wordStart, cursor.wordEnd)) {
      throw cursor.malformedLine(expected);
    }
    sources.add(new DirSource(nickname, cursor.requireFingerprint(expected)));
  }

  private void requireComplete() throws DocumentParseException {
    if (!consensus) {
      throw cursor.missing("vote-status consensus");
    }
    if (!validAfter().isBefore(freshUntil()) || freshUntil().isAfter(validUntil())) {
      throw cursor.error(
          MALFORMED,
          validAfter() + ", " + freshUntil() + ", " + validUntil(),
          "valid-after < fresh-until <= valid-until before this line");
    }
  }

  /**
   * Refuses a line behind the header that belongs into it: two copies run together would otherwise
   * read as one document, its first part under the date of the other.
   */
  static void requireNotHeader(LineCursor cursor) throws DocumentParseException {
    for (byte[] keyword : HEADER_ALONE) {
      if (cursor.wordIs(keyword)) {
        throw cursor.malformedLine("no header line behind the first router status entry");
      }
    }
    requireNoSignaturePrefix(cursor);
  }

  /** The signed part ends at the first line that begins so: it must be a real signature line. */
  private static void requireNoSignaturePrefix(LineCursor cursor) throws DocumentParseException {
    if (Ascii.startsWith(
        cursor.bytes, cursor.wordStart, cursor.wordEnd, DocumentHead.DIRECTORY_SIGNATURE)) {
      throw cursor.malformedLine("directory-signature");
    }
  }

  private Instant require(@Nullable Instant time, String keyword) throws DocumentParseException {
    if (time == null) {
      throw cursor.error(MISSING, "", keyword + " before this line");
    }
    return time;
  }

  Flavor flavor() {
    return flavor;
  }

  int method() {
    return method;
  }

  List<DirSource> sources() {
    return sources;
  }

  /** Where the signed part begins. */
  int signedStart() {
    return signedStart;
  }

  Instant validAfter() throws DocumentParseException {
    return require(validAfter, "valid-after");
  }

  Instant freshUntil() throws DocumentParseException {
    return require(freshUntil, "fresh-until");
  }

  Instant validUntil() throws DocumentParseException {
    return require(validUntil, "valid-until");
  }
}
