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
