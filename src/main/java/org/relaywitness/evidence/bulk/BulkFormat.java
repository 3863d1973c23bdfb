package org.relaywitness.evidence.bulk;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** How questions are written; all but the access log are also ways to write answers. */
public enum BulkFormat {
  /** An array of objects. */
  JSON("application/json"),
  /** An object a line. */
  NDJSON("application/x-ndjson"),
  /** A header with recognised column names, then a record a line. */
  CSV("text/csv"),
  /**
   * Lines of a log, as a web server's access log, or plain ones of an address, a time and a zone;
   * has no media type of its own.
   */
  ACCESS_LOG("");

  /** How much of a file is looked at. */
  private static final int MOST_SEEN = 16 * 1024;

  private final String mediaType;

  BulkFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The media type, without parameters. */
  public String mediaType() {
    return mediaType;
  }

  /** The format of this media type, in either case and without parameters; {@code null}: none. */
  public static @Nullable BulkFormat findMediaType(String mediaType) {
    for (BulkFormat format : values()) {
      if (format != ACCESS_LOG && format.mediaType.equalsIgnoreCase(mediaType)) {
        return format;
      }
    }
    return null;
  }

  /**
   * The format of a file, by how it begins; CSV where nothing else fits.
   *
   * @param bytes supports marks, and stands where it stood afterwards
   */
  public static BulkFormat recognise(InputStream bytes) throws IOException {
    return of(firstLine(bytes), CSV);
  }

  /**
   * The format of what somebody typed: as {@link #recognise}, but lines where nothing else fits and
   * no column is named.
   */
  public static BulkFormat recogniseTyped(InputStream bytes) throws IOException {
    String first = firstLine(bytes);
    return of(first, CsvInput.isHeader(first) ? CSV : ACCESS_LOG);
  }

  private static BulkFormat of(String first, BulkFormat otherwise) {
    if (AccessLogInput.matches(first)) {
      return ACCESS_LOG;
    }
    return first.startsWith("{") ? NDJSON : first.startsWith("[") ? JSON : otherwise;
  }

  private static String firstLine(InputStream bytes) throws IOException {
    bytes.mark(MOST_SEEN + 1);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < MOST_SEEN; i++) {
      int one = bytes.read();
      boolean blank = one == ' ' || one == '\t' || one == '\r' || one == '\n';
      boolean mark = i < 3 && (one == 0xef || one == 0xbb || one == 0xbf);
      if (one < 0 || (one == '\n' && line.length() > 0)) {
        break;
      }
      if (!mark && (line.length() > 0 || !blank)) {
        line.append((char) one);
      }
    }
    bytes.reset();
    return line.toString().strip();
  }
}
