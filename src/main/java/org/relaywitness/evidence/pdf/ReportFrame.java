package org.relaywitness.evidence.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.relaywitness.directory.Sha256;
import org.relaywitness.evidence.Texts;

/** What every report's page has around its content: its head, and the foot of each sheet. */
final class ReportFrame {
  private static final String STYLE = style();

  private ReportFrame() {}

  /**
   * The empty body of a new page.
   *
   * @param title of the document
   * @param id what the report is called
   * @param digest of the JSON within it
   */
  static Tag body(Texts texts, String title, ReportId id, Sha256 digest) {
    Tag html =
        Tag.root("html")
            .set("lang", texts.language().tag())
            .set("dir", texts.language().direction());
    Tag head = html.add("head");
    head.add("title").text(title);
    head.add("style").set("type", "text/css").text(STYLE);
    Tag body = html.add("body", texts.language().direction());
    addFooter(body, texts, id, digest);
    return body;
  }

  private static void addFooter(Tag body, Texts texts, ReportId id, Sha256 digest) {
    Tag footer = body.add("div", "footer");
    Tag page = footer.add("span", "page");
    // The style sheet puts the numbers in: only it knows them. What it puts in is not turned
    // around.
    if (texts.language().rightToLeft()) {
      page.text(texts.text("pdf.page.before")).add("span", "number");
      page.text(texts.text("pdf.page.between")).add("span", "count");
    } else {
      page.set("data-before", texts.text("pdf.page.before"))
          .set("data-between", texts.text("pdf.page.between"));
    }
    footer.text(texts.text("pdf.footer.report", Map.of("id", id)));
    footer.add("br");
    footer.text(texts.text("pdf.footer.digest", Map.of("digest", digest)));
  }

  private static String style() {
    try (InputStream in = ReportFrame.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading report.css", e);
    }
  }
}
