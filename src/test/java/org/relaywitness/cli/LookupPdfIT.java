package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.evidence.pdf.AnswerPdf;
import org.relaywitness.evidence.pdf.CasePdf;
import org.relaywitness.evidence.pdf.OpenReport;

/** A report from the shell. */
class LookupPdfIT {
  private static final String ADDRESS = "198.51.100.20";

  @TempDir static Path folder = Path.of("");

  @BeforeAll
  static void importSample() throws Exception {
    String archive = folder.resolve("sample").toString();
    Program.run(
            "sample",
            "--days",
            "1",
            "--relays",
            "50",
            "--seed",
            "3",
            "--start",
            "2024-03-05T00:00:00Z",
            "-o",
            archive)
        .exited(0);
    Program.run(
            "import",
            "--data",
            data(),
            "--authorities",
            Path.of(archive, "authorities.tsv").toString(),
            archive)
        .exited(0);
  }

  private static String data() {
    return folder.resolve("data").toString();
  }

  private static Program.Result lookup(String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("lookup", "--data", data(), ADDRESS, "2024-03-05T12:30:00Z"));
    arguments.addAll(List.of(options));
    return Program.run(arguments.toArray(String[]::new));
  }

  @Test
  void pdf_twice_isTheSameFileAndHoldsTheJson() throws Exception {
    Path one = folder.resolve("one.pdf");
    Path two = folder.resolve("two.pdf");

    Program.Result made = lookup("--format", "pdf", "-o", one.toString()).exited(0);
    lookup("--format", "pdf", "--output", two.toString()).exited(0);
    String json = lookup("--format", "json").exited(0).out().strip();

    assertEquals("", made.out());
    assertFalse(made.err().contains(ADDRESS), made::err);
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
    try (OpenReport report = new OpenReport(Files.readAllBytes(one))) {
      assertEquals(
          json, new String(report.attachment(AnswerPdf.JSON_NAME), StandardCharsets.UTF_8));
    }
  }

  private static Program.Result batch(Path file, Path pdf, String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("lookup", "--data", data(), "--batch", file.toString()));
    arguments.addAll(List.of("--format", "pdf", "-o", pdf.toString()));
    arguments.addAll(List.of(options));
    return Program.run(arguments.toArray(String[]::new));
  }

  @Test
  void pdf_ofAFile_answersEachLineAndNamesTheRefused() throws Exception {
    Path lines =
        Files.writeString(
            folder.resolve("case.txt"),
            ADDRESS + " 2024-03-05T12:30:00Z\n203.0.113.300 2024-03-05\n192.0.2.1, 2024-03-05\n");
    Path pdf = folder.resolve("case.pdf");

    Program.Result made = batch(lines, pdf).exited(1);

    assertTrue(made.err().contains("line 2: each number of an IPv4 address"), made::err);
    assertTrue(made.err().contains("3 lines read, 1 with an error"), made::err);
    assertFalse(made.err().contains(ADDRESS), made::err);
    String alone = lookup("--format", "json").exited(0).out().strip();
    try (OpenReport report = new OpenReport(Files.readAllBytes(pdf))) {
      String json = new String(report.attachment(CasePdf.JSON_NAME), StandardCharsets.UTF_8);
      assertTrue(json.contains("\"answer\":" + alone), json);
    }
    Program.Result checked = Program.run("verify", pdf.toString()).exited(0);
    assertTrue(checked.out().contains("The parts of this report fit together."), checked::out);
  }

  @Test
  void pdf_ofAFileWithNothingOrTooMuchToAnswer_isNotWritten() throws Exception {
    Path pdf = Files.writeString(folder.resolve("kept.pdf"), "kept");
    String line = ADDRESS + " 2024-03-05\n";
    Path many = Files.writeString(folder.resolve("many.txt"), line.repeat(CasePdf.MOST + 1));
    Path bad = Files.writeString(folder.resolve("bad.txt"), "192.0.2.1 2024-02-30\n");
    Path good = Files.writeString(folder.resolve("good.txt"), line);

    assertTrue(batch(many, pdf).exited(2).err().contains("more than 200 lines"));
    assertTrue(batch(bad, pdf).exited(2).err().contains("no line to answer"));
    batch(good, pdf, "--certification").exited(2);
    assertEquals("kept", Files.readString(pdf));
  }

  @Test
  void pdf_certification_addsTheForm() throws Exception {
    Path plain = folder.resolve("plain.pdf");
    Path certified = folder.resolve("certified.pdf");

    lookup("--format", "pdf", "-o", plain.toString()).exited(0);
    lookup("--format", "pdf", "--certification", "-o", certified.toString()).exited(0);

    assertTrue(Files.size(certified) > Files.size(plain));
    Program.Result refused = lookup("--certification").exited(2);
    assertTrue(refused.err().contains("--certification is for --format pdf alone"), refused::err);
  }
}
