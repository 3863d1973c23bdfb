package org.relaywitness.evidence.pdf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.text.PDFTextStripper;

/** A report as its reader's program opens it. */
public final class OpenReport implements AutoCloseable {
  private final PDDocument document;

  /** Opens a report. */
  public OpenReport(byte[] pdf) {
    try {
      this.document = Loader.loadPDF(pdf);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PDDocument document() {
    return document;
  }

  /** The language that it says it is in. */
  public String language() {
    return document.getDocumentCatalog().getLanguage();
  }

  /** The text of each sheet. */
  List<String> sheets() throws IOException {
    List<String> sheets = new ArrayList<>();
    for (int page = 1; page <= document.getNumberOfPages(); page++) {
      PDFTextStripper stripper = new PDFTextStripper();
      stripper.setSortByPosition(false);
      stripper.setLineSeparator("\n");
      stripper.setPageEnd("");
      stripper.setStartPage(page);
      stripper.setEndPage(page);
      sheets.add(stripper.getText(document));
    }
    return sheets;
  }

  /** All text, without line breaks. */
  String flowing() throws IOException {
    return String.join(" ", sheets()).replaceAll("\\s+", " ");
  }

  /** The content of a file within it. */
  public byte[] attachment(String name) throws IOException {
    return file(name).getEmbeddedFile().toByteArray();
  }

  /** How the file relates to the report (ISO 32000-2, 7.11.3). */
  String relationship(String name) throws IOException {
    return file(name).getCOSObject().getNameAsString(COSName.AF_RELATIONSHIP);
  }

  private PDComplexFileSpecification file(String name) throws IOException {
    return Objects.requireNonNull(
        document.getDocumentCatalog().getNames().getEmbeddedFiles().getNames().get(name), name);
  }

  @Override
  public void close() {
    try {
      document.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
