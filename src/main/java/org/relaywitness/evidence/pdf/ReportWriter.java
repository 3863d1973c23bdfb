package org.relaywitness.evidence.pdf;

import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.relaywitness.directory.Sha256;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.evidence.Texts;
import org.w3c.dom.Document;

/** Lays a page out in sheets and writes them as an archival, tagged file. */
final class ReportWriter {
  static {
    // What is laid out holds looked-up addresses, and the layout's log would quote them.
    XRLog.setLoggingEnabled(false);
  }

  private final Texts texts;
  private final Pictures pictures;

  ReportWriter(Texts texts, Pictures pictures) {
    this.texts = texts;
    this.pictures = pictures;
  }

  /** All that one report can differ by from another, in one digest. */
  static Sha256 identity(String... parts) {
    byte[] all = String.join("\n", parts).getBytes(StandardCharsets.UTF_8);
    return Sha256.digest(all);
  }

  /**
   * The file.
   *
   * @param page what its sheets say
   * @param subject in a sentence
   * @param identity as {@link #identity} gives it
   */
  byte[] write(
      Document page, String title, String subject, List<Attachment> attachments, Sha256 identity)
      throws IOException {
    PdfRendererBuilder builder = new PdfRendererBuilder();
    PdfFonts.add(builder);
    builder.usePdfAConformance(PdfAConformance.PDFA_3_A);
    builder.usePdfUaAccessibility(true);
    builder.useUnicodeLineBreaker(new WordBreaks());
    builder.useReplacementText("\ufffd");
    // Nothing is ever fetched: neither from the network nor from a disk.
    builder.useExternalResourceAccessControl(
        (uri, type) -> false, ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
    builder.useExternalResourceAccessControl(
        (uri, type) -> false, ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI);
    builder.useObjectDrawerFactory(pictures);
    boolean rightToLeft = texts.language().rightToLeft();
    if (rightToLeft) {
      RightToLeft.layOut(builder);
      KeptWords.in(page.getDocumentElement());
    }
    builder.withW3cDocument(page, null);
    try (PdfBoxRenderer renderer = builder.buildPdfRenderer();
        PDDocument document = renderer.createPDFKeepOpen()) {
      if (rightToLeft) {
        SpokenText.add(document, page);
      }
      return new ArchivalForm(document)
          .describe(
              title,
              subject,
              "Relay Witness " + ProductVersion.current(),
              texts.locale().toLanguageTag())
          .setColours()
          .attach(attachments)
          .bytes(identity);
    }
  }
}
