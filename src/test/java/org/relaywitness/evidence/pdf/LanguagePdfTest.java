package org.relaywitness.evidence.pdf;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerWords;
import org.relaywitness.evidence.Language;
import org.relaywitness.lookup.Answer;

/** The report in every language: what is read, seen and copied. */
class LanguagePdfTest {
  private static final List<String> MARKS = List.of(".", ":", ",", "\u060c", "\u061b", "\u061f");

  private static byte[] pdf(Answer answer, Language language) {
    return AnswerPdf.bytes(
        answer, Documents.NONE, new PdfOptions(language.locale(), ReportExamples.PUBLIC, true));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void report_eachLanguage_isTheSameBytesAndNamesItsLanguage(Language language) throws IOException {
    Answer answer = ReportExamples.answer("exit_observed");
    byte[] pdf = pdf(answer, language);
    assertArrayEquals(pdf, pdf(answer, language));
    try (OpenReport report = new OpenReport(pdf)) {
      assertEquals(language.tag(), report.document().getDocumentCatalog().getLanguage());
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void report_eachVerdict_saysItsWords(Language language) throws IOException {
    for (Map.Entry<String, Answer> example : ReportExamples.answers().entrySet()) {
      AnswerWords words = new AnswerWords(example.getValue(), language.locale());
      List<String> expected = new ArrayList<>();
      expected.add(words.label());
      expected.add(words.headline());
      expected.add(words.always());
      expected.add(words.time());
      expected.add(words.iso());
      expected.addAll(words.why());
      expected.addAll(words.limits());
      try (OpenReport report = new OpenReport(pdf(example.getValue(), language))) {
        // From right to left the tags say what is read; from left to right the glyphs do.
        String text =
            language.rightToLeft()
                ? String.join(
                    " ",
                    spoken(
                        report
                            .document()
                            .getDocumentCatalog()
                            .getStructureTreeRoot()
                            .getCOSObject()))
                : report.flowing();
        for (String sentence : expected) {
          String plain = RightToLeft.withoutIsolates(sentence).replaceAll("\\s+", " ");
          assertTrue(says(text, plain), () -> example.getKey() + ": " + plain + " in " + text);
        }
      }
    }
  }

  @Test
  void report_rightToLeft_keepsAddressesTimesAndDigestsInTheirOrder() throws IOException {
    Answer answer = ReportExamples.answer("exit_observed");
    try (OpenReport report = new OpenReport(pdf(answer, Language.ARABIC))) {
      String text = report.flowing();
      for (String part :
          List.of("198.51.100.7", "14:07:00", "UTC+01:00", "2024-03-05T13:07:00Z", "443")) {
        assertTrue(text.contains(part), part + " in " + text);
      }
      assertFalse(text.contains("\ufffd"), "a letter that the font lacks");
    }
  }

  /** Where a line begins, on the right, there is a word, not the full stop of the line before. */
  @Test
  void lines_rightToLeft_beginWithNoPunctuation() throws IOException {
    for (Map.Entry<String, Answer> example : ReportExamples.answers().entrySet()) {
      List<String> beginnings = new ArrayList<>();
      List<String> bad = new ArrayList<>();
      try (OpenReport report = new OpenReport(pdf(example.getValue(), Language.ARABIC))) {
        new PDFTextStripper() {
          private List<TextPosition> line = List.of();

          @Override
          protected void writeString(String text, List<TextPosition> glyphs) {
            line = Stream.concat(line.stream(), glyphs.stream()).toList();
          }

          @Override
          protected void writeLineSeparator() {
            line.stream()
                .max(Comparator.comparingDouble(TextPosition::getXDirAdj))
                .ifPresent(
                    glyph -> {
                      beginnings.add(glyph.getUnicode());
                      if (MARKS.contains(glyph.getUnicode())
                          && line.stream().anyMatch(LanguagePdfTest::isArabic)) {
                        bad.add(line.stream().map(TextPosition::getUnicode).collect(joining()));
                      }
                    });
            line = List.of();
          }
        }.writeText(report.document(), Writer.nullWriter());
      }
      assertTrue(beginnings.size() > 80, example.getKey() + ": lines " + beginnings.size());
      assertEquals(List.of(), bad, example.getKey());
    }
  }

  @Test
  void drawn_arabicDateInAPictureFromLeftToRight_isInTheOrderOfTheEye() {
    assertEquals(
        "2024 \ufeb1\ufead\ufe8e\ufee3 6",
        RightToLeft.drawn("\u20676 \u0645\u0627\u0631\u0633 2024\u2069"));
    assertEquals("12", RightToLeft.drawn("12"));
    assertEquals("6. M\u00e4rz 2024", RightToLeft.drawn("6. M\u00e4rz 2024"));
  }

  @Test
  void rows_rightToLeft_areReadInTheOrderOfTheLanguage() throws IOException {
    Answer answer = ReportExamples.answer("exit_observed");
    try (OpenReport report = new OpenReport(pdf(answer, Language.ARABIC))) {
      List<String> spoken =
          spoken(report.document().getDocumentCatalog().getStructureTreeRoot().getCOSObject());
      int address = spoken.indexOf("198.51.100.7");
      assertTrue(address > 0, spoken::toString);
      assertEquals("\u0627\u0644\u0639\u0646\u0648\u0627\u0646", spoken.get(address - 1));
    }
  }

  private static boolean isArabic(TextPosition glyph) {
    return glyph.getUnicode().codePoints().anyMatch(LanguagePdfTest::isArabicLetter);
  }

  private static boolean isArabicLetter(int point) {
    return Character.isLetter(point)
        && Character.UnicodeScript.of(point) == Character.UnicodeScript.ARABIC;
  }

  /** Whether the text has the sentence, whole or going over from one sheet to the next. */
  private static boolean says(String text, String sentence) {
    if (text.contains(sentence)) {
      return true;
    }
    for (int i = sentence.indexOf(' '); i >= 0; i = sentence.indexOf(' ', i + 1)) {
      int begun = text.indexOf(sentence.substring(0, i));
      if (begun >= 0 && text.indexOf(sentence.substring(i + 1), begun) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static List<String> spoken(COSDictionary tag) {
    List<String> texts = new ArrayList<>();
    String text = tag.getString(COSName.ACTUAL_TEXT);
    if (text != null) {
      texts.add(text);
    }
    COSBase kids = tag.getDictionaryObject(COSName.K);
    List<? extends COSBase> all =
        kids instanceof COSArray array ? array.toList() : kids == null ? List.of() : List.of(kids);
    for (COSBase kid : all) {
      COSBase resolved = kid instanceof COSObject reference ? reference.getObject() : kid;
      if (resolved instanceof COSDictionary inner) {
        texts.addAll(spoken(inner));
      }
    }
    return texts;
  }
}
