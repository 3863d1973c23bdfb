package org.relaywitness.evidence.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;

/** The files within a report, however a reader's program comes to them. */
final class EmbeddedFiles {
  private static final int LONGEST = 32 << 20;
  private static final List<String> NAMES =
      List.of(
          AnswerPdf.JSON_NAME, CasePdf.JSON_NAME, AnswerPdf.DIGESTS_NAME, AnswerPdf.CUSTODY_NAME);

  private final Map<String, byte[]> contents;

  private EmbeddedFiles(Map<String, byte[]> contents) {
    this.contents = Map.copyOf(contents);
  }

  /**
   * Reads them.
   *
   * @throws ReportFormException when there are others than a report has, or one has two names
   */
  static EmbeddedFiles of(PDDocument document) throws IOException, ReportFormException {
    COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
    COSArray associated = catalog.getCOSArray(COSName.AF);
    COSDictionary names = catalog.getCOSDictionary(COSName.NAMES);
    COSDictionary tree = names == null ? null : names.getCOSDictionary(COSName.EMBEDDED_FILES);
    COSArray listed = tree == null ? null : tree.getCOSArray(COSName.NAMES);
    if (associated == null
        || tree == null
        || listed == null
        || associated.size() > NAMES.size()
        || listed.size() != 2 * associated.size()
        || tree.containsKey(COSName.KIDS)) {
      throw new ReportFormException("not the files within it that a report has");
    }
    Map<String, byte[]> contents = new HashMap<>();
    for (int i = 0; i < listed.size(); i += 2) {
      String name = String.valueOf(listed.getString(i));
      if (!(listed.getObject(i + 1) instanceof COSDictionary file)
          || associated.toList().stream().noneMatch(one -> isReferenceTo(one, file))
          || !NAMES.contains(name)
          || !name.equals(file.getString(COSName.F))
          || !name.equals(file.getString(COSName.UF))
          || contents.put(name, content(file)) != null) {
        throw new ReportFormException("a file within it that a report does not have");
      }
    }
    boolean one = contents.containsKey(AnswerPdf.JSON_NAME);
    boolean several = contents.containsKey(CasePdf.JSON_NAME);
    if (one == several
        || !contents.containsKey(AnswerPdf.DIGESTS_NAME)
        || (several && contents.containsKey(AnswerPdf.CUSTODY_NAME))) {
      throw new ReportFormException("not the files within it that a report has");
    }
    return new EmbeddedFiles(contents);
  }

  private static boolean isReferenceTo(COSBase one, COSDictionary file) {
    return one == file || (one instanceof COSObject reference && reference.getObject() == file);
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

  /** Whether it is a report on several questions. */
  boolean isCase() {
    return contents.containsKey(CasePdf.JSON_NAME);
  }

  /** What its answer, or its answers, are in JSON. */
  byte[] json() {
    return content(isCase() ? CasePdf.JSON_NAME : AnswerPdf.JSON_NAME);
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
