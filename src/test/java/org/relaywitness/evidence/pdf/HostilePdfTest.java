package org.relaywitness.evidence.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Test;
import org.relaywitness.evidence.pades.TrustedRoots;

/** Files made to harm whoever checks them are turned away, and cost no more than others. */
class HostilePdfTest {
  private static final byte[] REPORT = SignedReports.plain("inconclusive");
  private static final String HEADER = "%PDF-1.6\n%\u00f6\u00e4\u00fc\u00df\n";

  private static String refused(byte[] file) {
    ReportFindings found = ReportVerifier.verify(file, TrustedRoots.NONE, SignedReports.CLOCK);
    assertFalse(found.holds());
    assertNull(found.answer());
    List<Finding> findings = found.findings();
    assertEquals("form.differs", findings.get(findings.size() - 1).code());
    return String.valueOf(findings.get(findings.size() - 1).values().get("reason"));
  }

  private static void refuses(byte[] file, String expected) {
    String reason = refused(file);
    assertTrue(reason.contains(expected), reason);
  }

  /** A file of one object and its table, as reports have them. */
  private static byte[] file(String dictionary, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(latin(HEADER + "1 0 obj\n<<\n/Length " + data.length + "\n" + dictionary));
    out.writeBytes(latin("\n>>\nstream\r\n"));
    out.writeBytes(data);
    out.writeBytes(latin("\r\nendstream\nendobj\n"));
    return out.toByteArray();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] packed(int length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      byte[] zeros = new byte[1 << 16];
      for (int done = 0; done < length; done += zeros.length) {
        deflater.write(zeros);
      }
    }
    return out.toByteArray();
  }

  @Test
  void file_tooLong_isNotRead() {
    refuses(new byte[ReportVerifier.LONGEST + 1], "longer than");
  }

  @Test
  void file_thatIsNoReport_isRefused() {
    refuses(new byte[0], "does not begin");
    refuses(latin("%PDF-1.7\n"), "does not begin");
    refuses(latin(HEADER), "expected a number");
    refuses(latin(HEADER + "startxref\n0\n%%EOF"), "expected the table");
  }

  @Test
  void stream_thatUnpacksToMoreThanAnyReport_isRefused() throws IOException {
    refuses(file("/Filter /FlateDecode", packed(100 << 20)), "more in it than any report");
  }

  @Test
  void stream_packedOtherwise_isRefused() throws IOException {
    byte[] data = packed(1 << 16);
    for (String filter :
        List.of(
            "[/FlateDecode /FlateDecode]", "/LZWDecode", "2 0 R", "/Fl#61teDecode", "[/Crypt]")) {
      refuses(file("/Filter " + filter, data), "packed in another way");
    }
    refuses(file("/Fil#74er /LZWDecode", data), "not written plainly");
    refuses(file("/Filter /FlateDecode /DecodeParms << >>", data), "the entry DecodeParms");
    refuses(file("/F (/etc/passwd) /FFilter /FlateDecode", data), "the entry F");
    refuses(file("/Filter /FlateDecode", new byte[] {1, 2, 3}), "cannot be unpacked");
    refuses(file("/Filter /FlateDecode /Filter /FlateDecode", data), "stands twice");
  }

  @Test
  void values_nestedWithoutEnd_areRefused() {
    for (String open : List.of("[", "<</A ", "[<</A ")) {
      refuses(latin(HEADER + "1 0 obj\n" + open.repeat(100_000)), "too deep");
    }
    refuses(latin(HEADER + "1 0 obj\n" + "(".repeat(100_000)), "without an end");
    refuses(latin(HEADER + "1 0 obj\n<< /A <41"), "without an end");
    refuses(latin(HEADER + "1 0 obj\n<< /A (\\"), "without an end");
  }

  @Test
  void report_encrypted_isRefused() throws IOException {
    refused(
        rewritten(
            document -> {
              try {
                document.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            },
            CompressParameters.DEFAULT_COMPRESSION));
  }

  private static byte[] rewritten(Consumer<PDDocument> edit, CompressParameters form)
      throws IOException {
    try (PDDocument document = Loader.loadPDF(REPORT)) {
      edit.accept(document);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out, form);
      return out.toByteArray();
    }
  }

  @Test
  void report_savedByAnotherProgram_isRefused() throws IOException {
    refuses(rewritten(document -> {}, CompressParameters.NO_COMPRESSION), "");
  }

  @Test
  void report_withAThirdFileOrNone_isRefused() throws IOException {
    refuses(
        rewritten(
            document -> document.getDocumentCatalog().setNames(null),
            CompressParameters.DEFAULT_COMPRESSION),
        "files within it");
    refuses(
        rewritten(
            document -> document.getDocumentCatalog().getCOSObject().removeItem(COSName.AF),
            CompressParameters.DEFAULT_COMPRESSION),
        "files within it");
  }

  @Test
  void table_thatLeadsElsewhere_isRefused() {
    String text = new String(REPORT, StandardCharsets.ISO_8859_1);
    // An object more, which no table leads to, in the place of white space.
    int at = text.indexOf("endobj\n") + "endobj\n".length();
    byte[] changed = latin(text.substring(0, at) + "9 0 obj\n1\nendobj\n" + text.substring(at));
    refused(changed);
  }

  @Test
  void report_damagedAnywhere_throwsNothing() {
    Random random = new Random(11);
    List<String> kinds = new ArrayList<>();
    for (int round = 0; round < 150; round++) {
      byte[] changed = REPORT.clone();
      for (int i = 0; i <= round % 4; i++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      kinds.add(
          ReportVerifier.verify(changed, TrustedRoots.NONE, SignedReports.CLOCK).conclusion());
    }
    assertTrue(kinds.contains("differs"));
  }

  @Test
  void report_cutAnywhere_isRefused() {
    Random random = new Random(13);
    for (int round = 0; round < 60; round++) {
      byte[] cut = java.util.Arrays.copyOf(REPORT, random.nextInt(REPORT.length - 1));
      refused(cut);
    }
  }
}
