package org.relaywitness.netdoc;

import static org.relaywitness.netdoc.DocumentParseException.Kind.MALFORMED;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.Fingerprint;

/** Reads what stands in a consensus behind the router status entries (dir-spec 3.4.1). */
final class ConsensusFooter {
  static final byte[] DIRECTORY_FOOTER = Ascii.word("directory-footer");
  private static final List<String> SIGNATURE = List.of("SIGNATURE");
  private static final String SIGNATURE_LINE =
      "directory-signature, an algorithm or none, and two fingerprints of 40 hex digits";

  private final LineCursor cursor;
  private final List<DirectorySignature> signatures = new ArrayList<>();
  private int signedEnd = -1;

  private ConsensusFooter(LineCursor cursor) {
    this.cursor = cursor;
  }

  /** Reads from a cursor on the keyword of the line that ended the entries, to the end. */
  static ConsensusFooter read(LineCursor cursor) throws DocumentParseException {
    ConsensusFooter footer = new ConsensusFooter(cursor);
    footer.readLines();
    return footer;
  }

  private void readLines() throws DocumentParseException {
    do {
      if (cursor.wordIs(DocumentHead.DIRECTORY_SIGNATURE)) {
        readSignature();
      } else if (cursor.wordEnd - cursor.wordStart == 1 && cursor.bytes[cursor.wordStart] == 'r') {
        throw cursor.malformedLine("no router status entry behind the footer");
      } else {
        ConsensusHeader.requireNotHeader(cursor);
      }
    } while (nextKeyword());
    if (signatures.isEmpty()) {
      throw cursor.truncated("a directory-signature");
    }
    if (signedEnd < 0) {
      throw cursor.missing("a line that begins with directory-signature");
    }
  }

  private boolean nextKeyword() throws DocumentParseException {
    while (cursor.nextLine()) {
      if (cursor.keyword()) {
        return true;
      }
    }
    return false;
  }

  private void readSignature() throws DocumentParseException {
    if (signedEnd < 0 && cursor.wordStart == cursor.lineStart) {
      signedEnd = endOfSignedPart();
    }
    String first = cursor.requireWord(SIGNATURE_LINE);
    boolean namesAlgorithm = first.length() != 2 * Fingerprint.LENGTH;
    String algorithm = "sha1";
    Fingerprint identity = namesAlgorithm ? null : Fingerprint.findHex(first);
    if (identity == null) {
      algorithm = first;
      if (!EntryScanner.isNickname(cursor.bytes, cursor.wordStart, cursor.wordEnd)) {
        throw cursor.malformedLine(SIGNATURE_LINE);
      }
      if (!algorithm.equals("sha1") && !algorithm.equals("sha256")) {
        readUnknown(algorithm);
        return;
      }
      identity = cursor.requireFingerprint(SIGNATURE_LINE);
    }
    Fingerprint signingKey = cursor.requireFingerprint(SIGNATURE_LINE);
    signatures.add(
        new DirectorySignature(algorithm, identity, signingKey, Pem.read(cursor, SIGNATURE)));
  }

  /** The space behind the keyword is signed too. */
  private int endOfSignedPart() throws DocumentParseException {
    for (int i = cursor.wordEnd; i < cursor.lineEnd; i++) {
      if (cursor.bytes[i] == ' ') {
        return i + 1;
      }
    }
    throw cursor.error(MALFORMED, cursor.line(), SIGNATURE_LINE);
  }

  /**
   * Unknown algorithms are to be ignored (dir-spec 3.4.1): what follows may have any form. It is
   * kept where it has the known one.
   */
  private void readUnknown(String algorithm) throws DocumentParseException {
    Fingerprint identity = nextFingerprint();
    Fingerprint signingKey = nextFingerprint();
    if (identity != null && signingKey != null) {
      signatures.add(
          new DirectorySignature(algorithm, identity, signingKey, Pem.read(cursor, SIGNATURE)));
    }
  }

  private @Nullable Fingerprint nextFingerprint() {
    boolean whole =
        cursor.nextWord() && cursor.wordEnd - cursor.wordStart == 2 * Fingerprint.LENGTH;
    return whole ? Fingerprint.findHex(cursor.word()) : null;
  }

  List<DirectorySignature> signatures() {
    return signatures;
  }

  /** Just behind the last signed byte. */
  int signedEnd() {
    return signedEnd;
  }
}
