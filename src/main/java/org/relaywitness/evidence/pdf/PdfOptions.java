package org.relaywitness.evidence.pdf;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a report is made.
 *
 * @param locale the language of its words
 * @param publicUrl where the service is found by others, for the permanent link and its QR code;
 *     {@code null}: nowhere, and the report has neither
 * @param certification whether the form of a custodian's certification is added
 */
public record PdfOptions(Locale locale, @Nullable URI publicUrl, boolean certification) {
  /** In this language, without link or certification. */
  public static PdfOptions plain(Locale locale) {
    return new PdfOptions(locale, null, false);
  }
}
