package org.relaywitness.web;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.pdf.Reports;

/**
 * What the operator says of this installation.
 *
 * @param reports how its reports in PDF are made
 * @param operator the name of who runs it; {@code null}: not said
 * @param contact a mail address, a web address, or words; {@code null}: not said
 */
public record Site(Reports reports, @Nullable String operator, @Nullable String contact) {
  /** An installation of which nothing is said. */
  public static final Site UNNAMED = new Site(Reports.PLAIN, null, null);

  private static final Pattern MAIL = Pattern.compile("[^\\s@/:?&<>\"]+@[^\\s@/:?&<>\"]+");
  private static final Pattern WEB = Pattern.compile("https?://[^\\s<>\"]+");

  /** Where others find it; {@code null}: nowhere, and answers have no link with a host. */
  public @Nullable URI publicUrl() {
    return reports.publicUrl();
  }

  /** Where the contact is reached by a click; {@code null} when it is but words. */
  public @Nullable String contactLink() {
    if (contact == null) {
      return null;
    }
    if (MAIL.matcher(contact).matches()) {
      return "mailto:" + contact;
    }
    return WEB.matcher(contact).matches() ? contact : null;
  }
}
