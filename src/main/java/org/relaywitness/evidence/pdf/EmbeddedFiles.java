package org.relaywitness.evidence.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;

/** The two files within a report, however a reader's program comes to them. */
final class EmbeddedFiles {
  private static final int LONGEST = 32 << 20;
  private static final List<String> NAMES = List.of(AnswerPdf.JSON_NAME, AnswerPdf.DIGESTS_NAME);

  private final Map<String, byte[]> contents;

  private EmbeddedFiles(Map<String, byte[]> contents) {
    this.contents = Map.copyOf(contents);
  }

  /**
   * Reads them.
   *
   * @throws ReportFormException when there are not just these two, under one name each
   */
  static EmbeddedFiles of(PDDocument document) throws IOException, ReportFormException {
    COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
    COSArray associated = catalog.getCOSArray(COSName.AF);
    COSDictionary names = catalog.getCOSDictionary(COSName.NAMES);
    COSDictionary tree = names == null ? null : names.getCOSDictionary(COSName.EMBEDDED_FILES);
    COSArray listed = tree == null ? null : tree.getCOSArray(COSName.NAMES);
    if (associated == null
        || listed == null
        || associated.size() != NAMES.size()
        || listed.size() != 2 * NAMES.size()
        || tree.containsKey(COSName.KIDS)) {
      throw new ReportFormException("not the two files within it that a report has");
    }
    byte[] answer = null;
    byte[] digests = null;
    for (int i = 0; i < NAMES.size(); i++) {
      String name = listed.getString(2 * i);
      COSDictionary file = (COSDictionary) listed.getObject(2 * i + 1);
      boolean same =
          file != null
              && (file == associated.getObject(0) || file == associated.getObject(1))
              && NAMES.contains(String.valueOf(name))
              && String.valueOf(name).equals(file.getString(COSName.F))
              && String.valueOf(name).equals(file.getString(COSName.UF));
      if (!same) {
        throw new ReportFormException("a file within it has two names");
      }
      if (AnswerPdf.JSON_NAME.equals(name)) {
        answer = content(file);
      } else {
        digests = content(file);
      }
    }
    if (answer == null || digests == null) {
      throw new ReportFormException("not the two files within it that a report has");
    }
    return new EmbeddedFiles(Map.of(AnswerPdf.JSON_NAME, answer, AnswerPdf.DIGESTS_NAME, digests));
  }

  private static byte[] content(COSDictionary file) throws IOException, ReportFormException {
    COSDictionary embedded = file.getCOSDictionary(COSName.EF);
    COSStream plain = embedded == null ? null : embedded.getCOSStream(COSName.F);
    COSStream unicode = embedded == null ? null : embedded.getCOSStream(COSName.UF);
    if (plain == null || plain != unicode) {
      throw new ReportFormException("a file within it has two contents");
    }
    try (InputStream in = plain.createInputStream()) {
      byte[] content = in.readNBytes(LONGEST);
      if (content.length == LONGEST) {
        throw new ReportFormException("a file within it is longer than any report's");
      }
      return content;
    }
  }

  /** The content of one of them. */
  byte[] content(String name) {
    byte[] content = contents.get(name);
    if (content == null) {
      throw new IllegalArgumentException(name);
    }
    return content;
  }
}
