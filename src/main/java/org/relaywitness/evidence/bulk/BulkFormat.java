package org.relaywitness.evidence.bulk;

import org.jspecify.annotations.Nullable;

/** How questions are written; all but the access log are also ways to write answers. */
public enum BulkFormat {
  /** An array of objects. */
  JSON("application/json"),
  /** An object a line. */
  NDJSON("application/x-ndjson"),
  /** A header with recognised column names, then a record a line. */
  CSV("text/csv"),
  /** Lines of a web server's access log; has no media type of its own. */
  ACCESS_LOG("");

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
}
