package org.relaywitness.netdoc;

import static org.relaywitness.netdoc.DocumentParseException.Kind.DUPLICATE;
import static org.relaywitness.netdoc.DocumentParseException.Kind.WRONG_TYPE;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.KeyCertificate;

/**
 * Reads key certificates of directory authorities (dir-spec 3.1), also those embedded in votes.
 *
 * <p>Nothing is checked but the form: keys and signatures are decoded, not used.
 */
public final class KeyCertificateParser {
  private static final List<String> KEY = List.of("RSA PUBLIC KEY");
  private static final List<String> SIGNATURE = List.of("SIGNATURE", "ID SIGNATURE");
  private static final byte[] CERTIFICATION = Ascii.word("dir-key-certification");

  private final LineCursor cursor;
  private final Set<String> seen = new HashSet<>();
  private int version;
  private int start;
  private int signedEnd;
  private byte[] crosscert = new byte[0];
  private @Nullable Fingerprint identity;
  private @Nullable Instant published;
  private @Nullable Instant expires;
  private byte @Nullable [] identityKey;
  private byte @Nullable [] signingKey;

  private KeyCertificateParser(RawDocument raw, String name) {
    this.cursor = new LineCursor(raw, name);
  }

  /**
   * Reads a key certificate. What follows its certification is not read.
   *
   * @param name the name under which the document is known, for messages
   * @throws DocumentParseException whatever is wrong with the bytes
   */
  public static KeyCertificate parse(RawDocument raw, String name) throws DocumentParseException {
    return new KeyCertificateParser(raw, name).read(raw);
  }

  private KeyCertificate read(RawDocument raw) throws DocumentParseException {
    readVersion();
    readLines();
    byte[] certification = Pem.read(cursor, SIGNATURE);
    return new KeyCertificate(
        version,
        require(identity, "fingerprint"),
        require(published, "dir-key-published"),
        require(expires, "dir-key-expires"),
        LineEnds.toLf(cursor.bytes, start, cursor.nextLineStart()),
        LineEnds.toLf(cursor.bytes, start, signedEnd).length,
        require(identityKey, "dir-identity-key"),
        require(signingKey, "dir-signing-key"),
        crosscert,
        certification,
        raw.sha256());
  }

  private void readVersion() throws DocumentParseException {
    String expected = "dir-key-certificate-version and a number";
    if (!cursor.firstLine()) {
      throw cursor.missing(expected);
    }
    start = cursor.lineStart;
    boolean initial = cursor.nextWord() && cursor.wordStart == cursor.lineStart;
    if (!initial || !cursor.wordIs(DocumentHead.KEY_CERTIFICATE)) {
      throw cursor.error(WRONG_TYPE, cursor.line(), expected);
    }
    version = cursor.nextWord() ? Ascii.number(cursor.bytes, cursor.wordStart, cursor.wordEnd) : -1;
    if (version < 0) {
      throw cursor.malformedLine(expected);
    }
    seen.add("dir-key-certificate-version");
  }

  /** Reads through the line of the certification, whose signature then follows. */
  private void readLines() throws DocumentParseException {
    while (cursor.nextLine()) {
      if (!cursor.keyword()) {
        continue;
      }
      switch (cursor.word()) {
        case "dir-key-certificate-version" -> requireFirst();
        case "fingerprint" -> {
          requireFirst();
          identity = cursor.requireFingerprint("fingerprint and 40 hex digits");
        }
        case "dir-key-published" -> {
          requireFirst();
          published = cursor.requireTime();
        }
        case "dir-key-expires" -> {
          requireFirst();
          expires = cursor.requireTime();
        }
        case "dir-identity-key" -> {
          requireFirst();
          identityKey = Pem.read(cursor, KEY);
        }
        case "dir-signing-key" -> {
          requireFirst();
          signingKey = Pem.read(cursor, KEY);
        }
        case "dir-key-crosscert" -> {
          requireFirst();
          crosscert = Pem.read(cursor, SIGNATURE);
        }
        case "dir-key-certification" -> {
          if (cursor.wordStart != cursor.lineStart) {
            throw cursor.malformedLine("dir-key-certification at the beginning of its line");
          }
          signedEnd = cursor.nextLineStart();
          return;
        }
        default -> requireNoCertificationPrefix();
      }
    }
    throw cursor.truncated("dir-key-certification");
  }

  private void requireFirst() throws DocumentParseException {
    if (!seen.add(cursor.word())) {
      throw cursor.error(DUPLICATE, cursor.line(), cursor.word() + " once");
    }
  }

  /** The signed part ends at the first line that begins so: it must be the real one. */
  private void requireNoCertificationPrefix() throws DocumentParseException {
    if (Ascii.startsWith(cursor.bytes, cursor.wordStart, cursor.wordEnd, CERTIFICATION)) {
      throw cursor.malformedLine("dir-key-certification");
    }
  }

  private <T> T require(@Nullable T value, String keyword) throws DocumentParseException {
    if (value == null) {
      throw cursor.missing(keyword);
    }
    return value;
  }
}
