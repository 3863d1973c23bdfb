package org.relaywitness.web;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.bulk.BulkFormat;

/** Which format a bulk request is in, and which its answer should have. */
final class MediaTypes {
  private MediaTypes() {}

  /** The format of this {@code Content-Type}; {@code null} when it is none, or not in UTF-8. */
  static @Nullable BulkFormat ofContent(@Nullable String contentType) {
    if (contentType == null) {
      return null;
    }
    String[] parts = contentType.split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().toLowerCase(Locale.ROOT).replace("\"", "");
      if (parameter.startsWith("charset=")
          && !parameter.equals("charset=utf-8")
          && !parameter.equals("charset=us-ascii")) {
        return null;
      }
    }
    return BulkFormat.findMediaType(parts[0].strip());
  }

  /**
   * The format that this {@code Accept} likes best; that of the questions where it likes it as well
   * as any other. {@code null}: it allows none.
   */
  static @Nullable BulkFormat ofAnswer(@Nullable String accept, BulkFormat asked) {
    if (accept == null || accept.isBlank()) {
      return asked;
    }
    BulkFormat best = null;
    double most = 0;
    for (BulkFormat format : BulkFormat.values()) {
      if (format == BulkFormat.ACCESS_LOG) {
        continue;
      }
      double quality = quality(accept, format.mediaType());
      if (quality > most || (quality == most && quality > 0 && format == asked)) {
        best = format;
        most = quality;
      }
    }
    return best;
  }

  /** The quality of the most particular range that holds the type; zero: none, or refused. */
  private static double quality(String accept, String mediaType) {
    double quality = 0;
    int particular = -1;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = range.strip().split("\\s*;\\s*", -1);
      int fits = fits(parts[0], mediaType);
      if (fits > particular) {
        particular = fits;
        quality = 1;
        for (int i = 1; i < parts.length; i++) {
          if (parts[i].startsWith("q=")) {
            quality = number(parts[i].substring(2));
          }
        }
      }
    }
    return quality;
  }

  private static int fits(String range, String mediaType) {
    if (range.equals(mediaType)) {
      return 2;
    }
    if (range.equals(mediaType.substring(0, mediaType.indexOf('/')) + "/*")) {
      return 1;
    }
    return range.equals("*/*") ? 0 : -1;
  }

  private static double number(String text) {
    return text.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(text) : 0;
  }
}
