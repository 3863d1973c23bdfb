package org.relaywitness.evidence.pdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerExamples;
import org.relaywitness.evidence.bulk.BulkDefaults;
import org.relaywitness.evidence.bulk.BulkFormat;
import org.relaywitness.evidence.bulk.BulkInput;
import org.relaywitness.evidence.bulk.BulkInputException;
import org.relaywitness.evidence.bulk.BulkLine;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.QuestionParser;

/** Cases over the example records, from the lines that ask for them. */
final class CaseExamples {
  private CaseExamples() {}

  /** The entries for lines that are typed. */
  static List<CaseEntry> entries(String lines) {
    List<CaseEntry> entries = new ArrayList<>();
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    try {
      BulkInput in =
          BulkInput.open(
              BulkFormat.recognise(new ByteArrayInputStream(bytes)),
              new ByteArrayInputStream(bytes),
              new QuestionParser(ExampleRecords.CLOCK),
              BulkDefaults.NONE);
      for (BulkLine line = in.next(); line != null; line = in.next()) {
        entries.add(
            line.question() == null
                ? CaseEntry.refused(line)
                : CaseEntry.answered(
                    line.number(),
                    line.id(),
                    AnswerExamples.over(ExampleRecords.history(), line.question())));
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BulkInputException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Every kind of answer, one with a port, and two refused lines, with names of the asker's. */
  static List<CaseEntry> mixed() {
    return entries(
        """
        id,address,at,zone,port
        A-1,198.51.100.7,2024-03-05T14:07:00+01:00,,443
        A-2,198.51.100.20,2024-03-05T13:07:00Z,,
        A-3,203.0.113.300,2024-03-05 14:07:00,Europe/Berlin,
        "<b>A-4</b>&amp;",192.0.2.99,2024-03-05 14:07:00,,
        ,198.51.100.50,2024-03-07 00:30:00,Europe/Berlin,25
        """);
  }

  /** The report in English, plain. */
  static byte[] pdf(List<CaseEntry> entries) {
    return CasePdf.report(entries, Documents.NONE, PdfOptions.plain(Locale.ENGLISH)).bytes();
  }
}
