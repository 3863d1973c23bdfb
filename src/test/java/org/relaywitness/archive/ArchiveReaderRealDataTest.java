package org.relaywitness.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads the folder of real documents named by the system property {@code real.data}. */
class ArchiveReaderRealDataTest {
  private static final RecordingVisitor VISITOR = new RecordingVisitor();
  private static Path data = Path.of("");

  @BeforeAll
  static void readRealData() throws Exception {
    String name = System.getProperty("real.data", "");
    assumeTrue(!name.isEmpty(), "real.data names no folder");
    data = Path.of(name);
    new ArchiveReader(ArchiveLimits.defaults()).read(data, VISITOR);
  }

  private long filesOf(String container) {
    return VISITOR.files.stream()
        .filter(file -> file.container().name().equals(data.resolve(container).toString()))
        .count();
  }

  /** Path of each packed document to its length, from the last column of a table. */
  private Map<String, Integer> lengths(String table, String folder) throws Exception {
    Map<String, Integer> lengths = new HashMap<>();
    List<String> lines = Files.readAllLines(data.resolve(table));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      lengths.put(
          data.resolve(folder).resolve(cells[0]).toString(),
          Integer.valueOf(cells[cells.length - 1]));
    }
    return lengths;
  }

  @Test
  void folder_isReadWhole() {
    assertEquals(List.of(), VISITOR.messages());
    assertEquals(185, filesOf("certs.tar.xz"));
    assertEquals(312, filesOf("history/hourly-2025-06-10-to-17.tar.xz"));
    assertTrue(VISITOR.ends.stream().allMatch(ContainerEnd::intact));
  }

  @Test
  void documents_haveTheirLengths_andNoEnding() throws Exception {
    Map<String, Integer> lengths = lengths("consensuses.tsv", "");
    lengths.putAll(lengths("exit-lists.tsv", ""));
    assertEquals(29, lengths.size());
    for (ArchivedFile file : VISITOR.files) {
      Integer length = lengths.remove(file.container().name());
      if (length != null) {
        assertEquals(length, file.content().length, file.path());
        assertEquals(
            file.path() + ".xz", Path.of(file.container().name()).getFileName().toString());
      }
    }
    assertEquals(Map.of(), lengths);
  }

  @Test
  void certificates_areNamedAndBegin_asInTheirArchive() {
    List<ArchivedFile> certificates =
        VISITOR.files.stream().filter(file -> file.path().startsWith("certs/")).toList();
    assertEquals(185, certificates.size());
    for (ArchivedFile file : certificates) {
      String text = new String(file.content(), StandardCharsets.US_ASCII);
      assertTrue(text.startsWith("@type dir-key-certificate-3 1."), file.path());
      assertTrue(text.endsWith("-----END SIGNATURE-----\n"), file.path());
    }
  }

  @Test
  void digest_isThatOfTheFile() throws Exception {
    for (ContainerEnd end : VISITOR.ends) {
      Path path = end.container().path().orElseThrow();
      assertArrayEquals(ArchiveReader.sha256(path), end.sha256().orElseThrow());
    }
  }
}
