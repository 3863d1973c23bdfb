package org.relaywitness.netdoc;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;

/** Reads the objects behind keyword lines: base64 between BEGIN and END lines (dir-spec 1.2). */
final class Pem {
  private static final byte[] DASHES = Ascii.word("-----");

  private Pem() {}

  /** Reads the object that must begin with the next line and have one of these labels. */
  static byte[] read(LineCursor cursor, List<String> labels) throws DocumentParseException {
    String begin = "-----BEGIN " + String.join("/", labels) + "-----";
    if (!cursor.nextLine()) {
      throw cursor.truncated(begin);
    }
    String line = cursor.line().stripTrailing();
    for (String label : labels) {
      if (line.equals("-----BEGIN " + label + "-----")) {
        return readContent(cursor, "-----END " + label + "-----");
      }
    }
    throw atLastLine(cursor) ? cursor.truncated(begin) : cursor.malformedLine(begin);
  }

  private static byte[] readContent(LineCursor cursor, String endLine)
      throws DocumentParseException {
    ByteArrayOutputStream base64 = new ByteArrayOutputStream(512);
    while (cursor.nextLine()) {
      if (Ascii.startsWith(cursor.bytes, cursor.lineStart, cursor.lineEnd, DASHES)) {
        if (cursor.line().stripTrailing().equals(endLine)) {
          return decode(cursor, base64);
        }
        throw atLastLine(cursor) ? cursor.truncated(endLine) : cursor.malformedLine(endLine);
      }
      while (cursor.nextWord()) {
        base64.write(cursor.bytes, cursor.wordStart, cursor.wordEnd - cursor.wordStart);
      }
    }
    throw cursor.truncated(endLine);
  }

  /** A line that does not fit and has nothing behind it was cut off. */
  private static boolean atLastLine(LineCursor cursor) {
    return cursor.nextLineStart() >= cursor.end;
  }

  private static byte[] decode(LineCursor cursor, ByteArrayOutputStream base64)
      throws DocumentParseException {
    String expected = "base64 in the object that ends here";
    if (base64.size() == 0 || base64.size() % 4 != 0) {
      throw cursor.malformedLine(expected);
    }
    try {
      return Base64.getDecoder().decode(base64.toByteArray());
    } catch (IllegalArgumentException e) {
      DocumentParseException malformed = cursor.malformedLine(expected);
      malformed.initCause(e);
      throw malformed;
    }
  }
}
