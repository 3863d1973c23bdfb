package org.relaywitness.evidence.pdf;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.Language;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Custody;

/**
 * Whether a file is the report that is made of an answer here: as equal answers give equal bytes,
 * that can be tried, and then also what its sheets say is known.
 */
public final class RemadeReport {
  private RemadeReport() {}

  /**
   * Whether the file begins with all the bytes of the report on this answer, in its language, with
   * or without the certification; a signature stands behind them.
   *
   * @param publicUrl as reports made here name it
   * @param custody of the documents that the answer names
   */
  public static boolean isIn(
      byte[] file,
      Answer answer,
      Documents documents,
      @Nullable URI publicUrl,
      List<Custody> custody) {
    Language language = language(file);
    if (language == null) {
      return false;
    }
    for (boolean certification : new boolean[] {false, true}) {
      PdfOptions options = new PdfOptions(language.locale(), publicUrl, certification);
      if (begins(file, AnswerPdf.report(answer, documents, options, custody).bytes())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the file begins with all the bytes of the report on this case, in its language.
   *
   * @param json of the case, as it stands in the file
   */
  public static boolean isIn(
      byte[] file,
      byte[] json,
      List<CaseEntry> entries,
      Documents documents,
      @Nullable URI publicUrl) {
    Language language = language(file);
    if (language == null || !Arrays.equals(json, CasePdf.json(entries, documents))) {
      return false;
    }
    PdfOptions options = new PdfOptions(language.locale(), publicUrl, false);
    try {
      return begins(file, CasePdf.report(entries, documents, options).bytes());
    } catch (IllegalArgumentException e) {
      // Of the questions that were refused, all is as the file states it.
      return false;
    }
  }

  private static boolean begins(byte[] file, byte[] made) {
    return file.length >= made.length && Arrays.equals(file, 0, made.length, made, 0, made.length);
  }

  /** The language that its description names, which stands in the file uncompressed. */
  private static @Nullable Language language(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    for (Language language : Language.values()) {
      if (text.contains(Xmp.language(language.tag()))) {
        return language;
      }
    }
    return null;
  }
}
