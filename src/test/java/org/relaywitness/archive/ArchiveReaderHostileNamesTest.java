package org.relaywitness.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveReaderHostileNamesTest {
  private final RecordingVisitor visitor = new RecordingVisitor();

  private void read(byte[] tar) throws InterruptedException {
    new ArchiveReader(ArchiveLimits.defaults())
        .read(new ByteArrayInputStream(tar), "month.tar", visitor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "//server/share",
        "../up",
        "a/../../up",
        "a/..",
        "..",
        "a/.. /b",
        "a/..../b",
        "..\\up",
        "a\\b",
        "C:\\boot.ini",
        "c:/boot.ini",
        "C:boot.ini",
        "~/.ssh/authorized_keys",
        "~root/x",
        "line\nbreak",
        "carriage\rreturn",
        "esc\u001b[2Jape",
        "bell\u0007",
        "delete\u007f",
        "c1\u0085control",
        "right\u202eto-left",
        "zero\u200bwidth",
        "para\u2029graph",
        "\ufeffbom",
        "tab\there"
      })
  void name_thatIsNoPlainRelativePath_isRefused_andTheRestGoesOn(String name) throws Exception {
    read(
        new TarWriting()
            .file(name, "ustar")
            .paxFile(name, "pax")
            .gnuFile(name, "gnu")
            .file("after", "after")
            .ended());
    assertEquals(List.of("after"), visitor.paths());
    assertEquals(
        List.of(
            ArchiveProblem.Kind.HOSTILE_NAME,
            ArchiveProblem.Kind.HOSTILE_NAME,
            ArchiveProblem.Kind.HOSTILE_NAME),
        visitor.kinds());
    for (ArchiveProblem problem : visitor.problems) {
      assertEquals(name, problem.location().member());
      assertTrue(
          problem.message().codePoints().allMatch(c -> c >= ' ' && c != 0x7f && c != 0x202e),
          problem.message());
    }
    assertEquals(1, visitor.heads.size(), "the visitor is not asked about a refused name");
  }

  @Test
  void emptyName_isRefused() throws Exception {
    read(new TarWriting().file("", "e").file("after", "a").ended());
    assertEquals(List.of("after"), visitor.paths());
    assertEquals(
        "month.tar: an empty name, expected a plain relative name (near byte 512 of the file)",
        visitor.messages().get(0));
  }

  @Test
  void nulInName_isRefused() throws Exception {
    read(
        new TarWriting()
            .file("good\0evil", "n")
            .paxFile("good\0evil", "p")
            .gnuFile("good\0evil", "g")
            .file("after", "a")
            .ended());
    assertEquals(List.of("after"), visitor.paths());
    assertEquals(3, visitor.problems.size());
    assertTrue(visitor.messages().get(1).contains("good<U+0000>evil"), visitor.messages().get(1));
  }

  @Test
  void veryLongNames_areRefused_withoutKeepingThem() throws Exception {
    read(
        new TarWriting()
            .paxFile("n".repeat(5000), "p")
            .gnuFile("n".repeat(5000), "g")
            .gnuFile("n".repeat(3_000_000), "g")
            .paxFile("n".repeat(3_000_000), "g")
            .gnuFile("n".repeat(4096), "longest allowed")
            .file("after", "a")
            .ended());
    assertEquals(List.of("n".repeat(4096), "after"), visitor.paths());
    assertEquals(
        List.of(
            ArchiveProblem.Kind.HOSTILE_NAME,
            ArchiveProblem.Kind.HOSTILE_NAME,
            ArchiveProblem.Kind.HOSTILE_NAME,
            ArchiveProblem.Kind.UNSUPPORTED),
        visitor.kinds());
    assertTrue(visitor.messages().stream().allMatch(message -> message.length() < 500));
  }

  @Test
  void damagedPaxHeaders_endTheTar() throws Exception {
    for (String records :
        List.of("x", "5", "99 path=a\n", "6path=a\n", "9 path=ab", "0 a=b\n", "7 size=-1\n")) {
      RecordingVisitor each = new RecordingVisitor();
      byte[] tar =
          new TarWriting()
              .file("before", "b")
              .member("pax", 'x', records.getBytes(UTF_8))
              .file("after", "a")
              .ended();
      new ArchiveReader(ArchiveLimits.defaults())
          .read(new ByteArrayInputStream(tar), "month.tar", each);
      assertEquals(List.of("before"), each.paths(), records);
      assertEquals(List.of(ArchiveProblem.Kind.CORRUPT), each.kinds(), records);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./certs/0232AF90-2016-05-08-21-01-19",
        "certs/0232AF90-2016-05-08-21-01-19",
        "a//b",
        "...a",
        "..a",
        "a..b",
        ".hidden",
        "a b",
        "caf\u00e9",
        "12:30"
      })
  void plainName_passes(String name) {
    assertNull(MemberNames.refusal(name));
  }

  @Test
  void nameThatIsNotUtf8_isReadWithReplacements() throws Exception {
    read(new TarWriting().member(new byte[] {'a', (byte) 0xe9, 'b'}, '0', new byte[1]).ended());
    assertEquals(List.of("a\ufffdb"), visitor.paths());
    assertFalse(visitor.files.get(0).toString().isEmpty());
  }
}
