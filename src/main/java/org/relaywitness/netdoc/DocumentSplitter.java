package org.relaywitness.netdoc;

import java.util.ArrayList;
import java.util.List;
import org.relaywitness.pace.Pace;

/**
 * Cuts the bytes of a file into the documents it holds, one behind the other, with or without
 * annotations, with LF or CRLF line ends.
 *
 * <p>A document begins at its first annotation line (dir-spec 1.2, CollecTor's {@code @type}), or
 * at its first keyword line when it has no annotation. The documents tile the file: each byte
 * belongs to exactly one, blank lines to the document before them. Nothing is checked but what
 * tells documents apart, so whatever the bytes are, this does not fail.
 */
public final class DocumentSplitter {
  private static final byte[] CERTIFICATION = Ascii.word("dir-key-certification");
  private static final byte[] OBJECT_END = Ascii.word("-----END ");
  private static final int FINGERPRINT_DIGITS = 40;

  /** In lines. */
  private static final int BETWEEN_OFFERS = 16_384;

  private final byte[] bytes;
  private final int end;
  private final List<RawDocument> documents = new ArrayList<>();

  private int start;
  private DocumentHead head;
  private boolean signatureSeen;
  private boolean exitListBegun;

  private DocumentSplitter(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.end = offset + length;
    this.start = offset;
    this.head = DocumentHead.of(bytes, offset, end);
  }

  /** The documents of a file, at least one; a file without any gives one of type UNKNOWN. */
  public static List<RawDocument> split(byte[] file) {
    return split(file, 0, file.length);
  }

  /** The documents in the {@code length} bytes of a file at {@code offset}; at least one. */
  public static List<RawDocument> split(byte[] file, int offset, int length) {
    return new DocumentSplitter(file, offset, length).run();
  }

  private List<RawDocument> run() {
    begin(start);
    int line = head.contentEnd();
    int passed = 0;
    while (line < end) {
      if (++passed % BETWEEN_OFFERS == 0) {
        Pace.offerProcessor();
      }
      if (beginsDocument(line)) {
        documents.add(new RawDocument(head.type(), bytes, start, line - start));
        begin(line);
        line = head.contentEnd();
      } else {
        line = DocumentHead.nextLine(bytes, line, end);
      }
    }
    documents.add(new RawDocument(head.type(), bytes, start, end - start));
    return List.copyOf(documents);
  }

  private void begin(int line) {
    start = line;
    head = DocumentHead.of(bytes, line, end);
    signatureSeen = false;
    exitListBegun = isExitListKeyword(head.contentStart());
  }

  private boolean isExitListKeyword(int line) {
    return DocumentHead.startsWithWord(bytes, line, end, DocumentHead.DOWNLOADED)
        || DocumentHead.startsWithWord(bytes, line, end, DocumentHead.EXIT_NODE);
  }

  private boolean beginsDocument(int line) {
    return switch (bytes[line]) {
      case '@' -> beginsAnnotated(line);
      case 'n' -> DocumentHead.startsNumbered(bytes, line, end, DocumentHead.NETWORK_STATUS);
      case 'd' -> beginsCertificate(line);
      case 'D', 'E' -> beginsExitList(line);
      default -> false;
    };
  }

  private boolean beginsAnnotated(int line) {
    return switch (head.type()) {
      case CONSENSUS, EXIT_LIST, KEY_CERTIFICATE -> true;
      // Skipped documents may hold any line; only the annotation that names a type ends them.
      case OTHER, UNKNOWN -> DocumentHead.startsWithWord(bytes, line, end, DocumentHead.TYPE);
    };
  }

  private boolean beginsCertificate(int line) {
    if (DocumentHead.startsWithWord(bytes, line, end, DocumentHead.DIRECTORY_SIGNATURE)) {
      signatureSeen = true;
    }
    // The certificate inside a vote is a part of the vote; behind its signature it is none.
    return (!head.vote() || signatureSeen)
        && DocumentHead.startsNumbered(bytes, line, end, DocumentHead.KEY_CERTIFICATE);
  }

  private boolean beginsExitList(int line) {
    if (!isExitListKeyword(line) || head.type() == DocumentType.UNKNOWN) {
      return false;
    }
    if (head.type() == DocumentType.EXIT_LIST) {
      boolean begins = exitListBegun && bytes[line] == 'D';
      exitListBegun = true;
      return begins;
    }
    return bytes[line] == 'D'
        ? DocumentHead.startsNumbered(bytes, line, end, DocumentHead.DOWNLOADED)
        : namesFingerprint(line + DocumentHead.EXIT_NODE.length + 1);
  }

  private boolean namesFingerprint(int position) {
    if (end - position < FINGERPRINT_DIGITS) {
      return false;
    }
    for (int i = 0; i < FINGERPRINT_DIGITS; i++) {
      if (Ascii.hexDigit(bytes[position + i]) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The key certificates embedded in a vote, in order: each from its {@code
   * dir-key-certificate-version} line through its certification, or to the end of the vote when
   * that is cut off.
   */
  public static List<RawDocument> findEmbeddedCertificates(RawDocument vote) {
    byte[] bytes = vote.buffer();
    List<RawDocument> certificates = new ArrayList<>();
    int line = vote.offset();
    while (line < vote.end()) {
      if (bytes[line] == 'd'
          && DocumentHead.startsNumbered(bytes, line, vote.end(), DocumentHead.KEY_CERTIFICATE)) {
        int behind = endOfCertificate(bytes, line, vote.end());
        certificates.add(new RawDocument(DocumentType.KEY_CERTIFICATE, bytes, line, behind - line));
        line = behind;
      } else {
        line = DocumentHead.nextLine(bytes, line, vote.end());
      }
    }
    return List.copyOf(certificates);
  }

  private static int endOfCertificate(byte[] bytes, int start, int end) {
    boolean certification = false;
    int line = DocumentHead.nextLine(bytes, start, end);
    while (line < end) {
      int behind = DocumentHead.nextLine(bytes, line, end);
      if (DocumentHead.startsNumbered(bytes, line, end, DocumentHead.KEY_CERTIFICATE)) {
        return line;
      }
      if (DocumentHead.startsWithWord(bytes, line, end, CERTIFICATION)) {
        certification = true;
      } else if (certification && Ascii.startsWith(bytes, line, end, OBJECT_END)) {
        return behind;
      }
      line = behind;
    }
    return end;
  }
}
