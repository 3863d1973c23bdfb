package org.relaywitness.netdoc;

import java.util.List;

/**
 * The beginning of a document: its annotation lines and first keyword line, and the type that they
 * show. The first keyword line decides where it is known, since exit lists were published with a
 * wrong {@code @type} in 2016 and 2017; otherwise the annotation does.
 *
 * @param vote whether it is a vote, which may embed a key certificate
 * @param contentStart where the first keyword line begins; the end of the head when there is none
 * @param contentEnd where the line behind the first keyword line begins
 */
record DocumentHead(DocumentType type, boolean vote, int contentStart, int contentEnd) {
  static final byte[] TYPE = Ascii.word("@type");
  static final byte[] NETWORK_STATUS = Ascii.word("network-status-version");
  static final byte[] KEY_CERTIFICATE = Ascii.word("dir-key-certificate-version");
  static final byte[] DOWNLOADED = Ascii.word("Downloaded");
  static final byte[] EXIT_NODE = Ascii.word("ExitNode");
  static final byte[] DIRECTORY_SIGNATURE = Ascii.word("directory-signature");
  private static final byte[] VOTE_STATUS = Ascii.word("vote-status");
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** First keywords of documents that are known and not needed. */
  private static final List<byte[]> OTHER_KEYWORDS =
      List.of(
          Ascii.word("router"),
          Ascii.word("extra-info"),
          Ascii.word("onion-key"),
          Ascii.word("signed-directory"),
          Ascii.word("network-status"),
          Ascii.word("network-status-diff-version"),
          Ascii.word("consensus-digest"),
          Ascii.word("bridge-pool-assignment"),
          Ascii.word("rendezvous-service-descriptor"),
          Ascii.word("hs-descriptor"));

  /** How many lines of a network status are searched for its {@code vote-status}. */
  private static final int HEADER_LINES = 64;

  /** The head of the document that begins at {@code start}. */
  static DocumentHead of(byte[] bytes, int start, int end) {
    int line = skipByteOrderMark(bytes, start, end);
    DocumentType annotated = DocumentType.UNKNOWN;
    boolean hasType = false;
    while (line < end && (bytes[line] == '@' || isBlank(bytes, line, end))) {
      if (startsWithWord(bytes, line, end, TYPE)) {
        if (hasType) {
          // The next document's annotation: this one has nothing but its own.
          return new DocumentHead(annotated, false, line, line);
        }
        hasType = true;
        annotated = typeOfAnnotation(bytes, line, end);
      }
      line = nextLine(bytes, line, end);
    }
    return ofContent(bytes, line, end, annotated);
  }

  private static DocumentHead ofContent(byte[] bytes, int line, int end, DocumentType annotated) {
    int behind = nextLine(bytes, line, end);
    if (startsNumbered(bytes, line, end, NETWORK_STATUS)) {
      int argument = skipSpaces(bytes, line + NETWORK_STATUS.length, end);
      if (!isVersion3(bytes, argument, end)) {
        return new DocumentHead(DocumentType.OTHER, false, line, behind);
      }
      boolean vote = isVote(bytes, behind, end);
      DocumentType type = vote ? DocumentType.OTHER : DocumentType.CONSENSUS;
      return new DocumentHead(type, vote, line, behind);
    }
    if (startsNumbered(bytes, line, end, KEY_CERTIFICATE)) {
      return new DocumentHead(DocumentType.KEY_CERTIFICATE, false, line, behind);
    }
    if (startsNumbered(bytes, line, end, DOWNLOADED)
        || startsWithWord(bytes, line, end, EXIT_NODE)) {
      return new DocumentHead(DocumentType.EXIT_LIST, false, line, behind);
    }
    if (annotated == DocumentType.UNKNOWN) {
      for (byte[] keyword : OTHER_KEYWORDS) {
        if (startsWithWord(bytes, line, end, keyword)) {
          return new DocumentHead(DocumentType.OTHER, false, line, behind);
        }
      }
    }
    return new DocumentHead(annotated, false, line, behind);
  }

  /** By name alone: minor versions grow, and the parsers find out what they cannot read. */
  private static DocumentType typeOfAnnotation(byte[] bytes, int line, int end) {
    int start = skipSpaces(bytes, line + TYPE.length, end);
    int stop = start;
    while (stop < end && bytes[stop] > ' ') {
      stop++;
    }
    return switch (Ascii.text(bytes, start, stop)) {
      case "network-status-consensus-3", "network-status-microdesc-consensus-3" ->
          DocumentType.CONSENSUS;
      case "tordnsel" -> DocumentType.EXIT_LIST;
      case "dir-key-certificate-3" -> DocumentType.KEY_CERTIFICATE;
      case "" -> DocumentType.UNKNOWN;
      default -> DocumentType.OTHER;
    };
  }

  private static boolean isVersion3(byte[] bytes, int argument, int end) {
    return argument < end
        && bytes[argument] == '3'
        && (argument + 1 == end || bytes[argument + 1] <= ' ');
  }

  private static boolean isVote(byte[] bytes, int start, int end) {
    int line = start;
    for (int i = 0; i < HEADER_LINES && line < end; i++) {
      if (startsWithWord(bytes, line, end, VOTE_STATUS)) {
        int value = skipSpaces(bytes, line + VOTE_STATUS.length, end);
        return startsWithWord(bytes, value, end, Ascii.word("vote"))
            || startsWithWord(bytes, value, end, Ascii.word("opinion"));
      }
      line = nextLine(bytes, line, end);
    }
    return false;
  }

  private static int skipByteOrderMark(byte[] bytes, int start, int end) {
    return Ascii.startsWith(bytes, start, end, BYTE_ORDER_MARK)
        ? start + BYTE_ORDER_MARK.length
        : start;
  }

  private static int skipSpaces(byte[] bytes, int start, int end) {
    int position = start;
    while (position < end && Ascii.isSpace(bytes[position])) {
      position++;
    }
    return position;
  }

  private static boolean isBlank(byte[] bytes, int line, int end) {
    int position = skipSpaces(bytes, line, end);
    if (position < end && bytes[position] == '\r') {
      position++;
    }
    return position == end || bytes[position] == '\n';
  }

  /** Where the line behind the one at {@code line} begins; {@code end} when there is none. */
  static int nextLine(byte[] bytes, int line, int end) {
    int newline = Ascii.indexOfNewline(bytes, line, end);
    return newline < 0 ? end : newline + 1;
  }

  /** Whether this word stands here, with a space or an end of line behind it. */
  static boolean startsWithWord(byte[] bytes, int line, int end, byte[] word) {
    if (!Ascii.startsWith(bytes, line, end, word)) {
      return false;
    }
    int behind = line + word.length;
    return behind == end
        || Ascii.isSpace(bytes[behind])
        || bytes[behind] == '\n'
        || bytes[behind] == '\r';
  }

  /** Whether this word stands here, with a space and then a digit behind it. */
  static boolean startsNumbered(byte[] bytes, int line, int end, byte[] word) {
    if (!startsWithWord(bytes, line, end, word)) {
      return false;
    }
    int argument = skipSpaces(bytes, line + word.length, end);
    return argument < end && Ascii.isDigit(bytes[argument]);
  }
}
