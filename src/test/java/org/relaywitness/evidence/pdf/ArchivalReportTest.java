package org.relaywitness.evidence.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerExamples;
import org.relaywitness.evidence.Language;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.ExampleDocuments;
import org.relaywitness.lookup.ExampleRecords;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Holds every report to PDF/A-3a and PDF/UA-1, by veraPDF. */
class ArchivalReportTest {
  @BeforeAll
  static void initialise() {
    VeraGreenfieldFoundryProvider.initialise();
  }

  @Test
  void report_eachVerdict_isArchivalAndAccessible() throws Exception {
    for (Map.Entry<String, Answer> example : ReportExamples.answers().entrySet()) {
      byte[] pdf =
          AnswerPdf.bytes(example.getValue(), new ExampleDocuments(), ReportExamples.full());
      for (PDFAFlavour flavour : List.of(PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1)) {
        assertEquals(List.of(), failures(pdf, flavour), example.getKey() + " " + flavour);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void report_eachLanguage_isArchivalAndAccessible(Language language) throws Exception {
    // One answer with relays, scans and lines, and one with missing records, in all their parts.
    for (String name : List.of("exit_observed", "relay_no_exit_gap")) {
      byte[] pdf =
          AnswerPdf.bytes(
              ReportExamples.answer(name),
              new ExampleDocuments(),
              new PdfOptions(language.locale(), ReportExamples.PUBLIC, true));
      for (PDFAFlavour flavour : List.of(PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1)) {
        assertEquals(List.of(), failures(pdf, flavour), name + " " + flavour);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ENGLISH", "ARABIC"})
  void report_onACase_isArchivalAndAccessible(Language language) throws Exception {
    byte[] pdf =
        CasePdf.report(
                CaseExamples.mixed(),
                new ExampleDocuments(),
                new PdfOptions(language.locale(), ReportExamples.PUBLIC, false))
            .bytes();
    for (byte[] made : List.of(pdf, SignedReports.signed(pdf, SignedReports.KEY))) {
      for (PDFAFlavour flavour : List.of(PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1)) {
        assertEquals(List.of(), failures(made, flavour), flavour.toString());
      }
    }
  }

  @Test
  void report_signedAndStamped_isArchivalAndAccessible() throws Exception {
    byte[] report = SignedReports.plain("exit_observed");
    for (byte[] pdf :
        List.of(
            SignedReports.signed(report, SignedReports.KEY),
            SignedReports.stamped(report, SignedReports.KEY))) {
      for (PDFAFlavour flavour : List.of(PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1)) {
        assertEquals(List.of(), failures(pdf, flavour), flavour.toString());
      }
    }
  }

  @Test
  void report_nicknameOutsideTheFonts_isArchivalToo() throws Exception {
    Answer answer =
        ReportExamples.named(
            AnswerExamples.at(ExampleRecords.POSSIBLE),
            "\u4e2d\u6587\ud83d\ude00\u0e01x\u0301 \u0627\u0644\u0633");
    byte[] pdf = AnswerPdf.bytes(answer, Documents.NONE, PdfOptions.plain(Locale.ENGLISH));

    assertEquals(List.of(), failures(pdf, PDFAFlavour.PDFA_3_A));
    assertEquals(List.of(), failures(pdf, PDFAFlavour.PDFUA_1));
  }

  @Test
  void validator_reportWithoutItsColours_isNotArchival() throws Exception {
    byte[] pdf =
        AnswerPdf.bytes(
            AnswerExamples.at(ExampleRecords.OBSERVED),
            Documents.NONE,
            PdfOptions.plain(Locale.ENGLISH));
    try (PDDocument document = Loader.loadPDF(pdf)) {
      document.getDocumentCatalog().getCOSObject().removeItem(COSName.OUTPUT_INTENTS);
      document.getDocumentCatalog().getCOSObject().removeItem(COSName.LANG);
      document.getDocumentCatalog().getCOSObject().removeItem(COSName.MARK_INFO);
      ByteArrayOutputStream spoiled = new ByteArrayOutputStream();
      document.save(spoiled);

      assertFalse(failures(spoiled.toByteArray(), PDFAFlavour.PDFA_3_A).isEmpty());
      assertFalse(failures(spoiled.toByteArray(), PDFAFlavour.PDFUA_1).isEmpty());
    }
  }

  private static List<String> failures(byte[] pdf, PDFAFlavour flavour) throws Exception {
    List<String> failures = new ArrayList<>();
    try (PDFAParser parser =
            Foundries.defaultInstance().createParser(new ByteArrayInputStream(pdf), flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      for (TestAssertion assertion : validator.validate(parser).getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          failures.add(assertion.getRuleId().getClause() + " " + assertion.getMessage());
        }
      }
    }
    return failures;
  }
}
