package org.relaywitness.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.trust.AuthorityList;
import org.tukaani.xz.XZInputStream;

class SampleLayoutTest {
  private static final SampleArchive OVER_THE_MONTH =
      new SampleArchive(
          SampleOptions.of(2, 20, 8, 5, Instant.parse("2024-02-29T00:00:00Z")).withMicrodesc(),
          1024);

  private static Map<String, byte[]> members(InputStream tarXz) throws IOException {
    Map<String, byte[]> members = new TreeMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(tarXz))) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        assertEquals(null, members.put(entry.getName(), tar.readAllBytes()), entry.getName());
      }
    }
    return members;
  }

  private static Set<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Set<String> names = new TreeSet<>();
      files
          .filter(Files::isRegularFile)
          .forEach(file -> names.add(folder.relativize(file).toString().replace('\\', '/')));
      return names;
    }
  }

  @Test
  void writeFiles_standWhereCollecTorKeepsRecentOnes(@TempDir Path folder) throws Exception {
    OVER_THE_MONTH.writeFiles(folder);
    Set<String> files = files(folder);
    assertEquals(1 + 10 + 3 * 48, files.size());
    assertTrue(files.contains("authorities.tsv"));
    assertTrue(files.contains("recent/exit-lists/2024-03-01-23-02-00"));
    assertTrue(
        files.contains("recent/relay-descriptors/consensuses/2024-02-29-00-00-00-consensus"));
    assertTrue(
        files.contains(
            "recent/relay-descriptors/microdescs/consensus-microdesc/"
                + "2024-02-29-00-00-00-consensus-microdesc"));
    assertEquals(
        OVER_THE_MONTH.authorities().authorities(),
        AuthorityList.read(folder.resolve("authorities.tsv")).authorities());
    for (SampleDocument document : SampleReading.documents(OVER_THE_MONTH)) {
      assertArrayEquals(
          document.bytes(), Files.readAllBytes(folder.resolve(document.recentPath())));
    }
  }

  @Test
  void writeTarballs_standWhereCollecTorKeepsThem(@TempDir Path folder) throws Exception {
    OVER_THE_MONTH.writeTarballs(folder);
    assertEquals(
        Set.of(
            "authorities.tsv",
            "archive/exit-lists/exit-list-2024-02.tar.xz",
            "archive/exit-lists/exit-list-2024-03.tar.xz",
            "archive/relay-descriptors/certs.tar.xz",
            "archive/relay-descriptors/consensuses/consensuses-2024-02.tar.xz",
            "archive/relay-descriptors/consensuses/consensuses-2024-03.tar.xz",
            "archive/relay-descriptors/microdescs/microdescs-2024-02.tar.xz",
            "archive/relay-descriptors/microdescs/microdescs-2024-03.tar.xz"),
        files(folder));
    Map<String, byte[]> members = new TreeMap<>();
    for (String file : files(folder)) {
      if (file.endsWith(".tar.xz")) {
        members.putAll(members(Files.newInputStream(folder.resolve(file))));
      }
    }
    assertTrue(members.containsKey("exit-list-2024-03/01/2024-03-01-23-02-00"));
    assertTrue(members.containsKey("consensuses-2024-02/29/2024-02-29-00-00-00-consensus"));
    assertTrue(
        members.containsKey(
            "microdescs-2024-03/consensus-microdesc/01/"
                + "2024-03-01-00-00-00-consensus-microdesc"));
    List<SampleDocument> documents = SampleReading.documents(OVER_THE_MONTH);
    assertEquals(documents.size(), members.size());
    for (SampleDocument document : documents) {
      assertArrayEquals(document.bytes(), members.get(document.memberPath()));
    }
  }

  @Test
  void demo_madeAnew_hasTheContentOfTheBundledOne(@TempDir Path folder) throws Exception {
    Path made = folder.resolve("demo.tar.xz");
    SampleDemo.write(made);
    Map<String, byte[]> anew = members(Files.newInputStream(made));
    Map<String, byte[]> bundled = members(SampleDemo.open());
    assertEquals(bundled.keySet(), anew.keySet());
    anew.forEach((name, bytes) -> assertArrayEquals(bytes, bundled.get(name), name));
    assertTrue(bundled.containsKey("authorities.tsv"));
    assertTrue(Files.size(made) < 1_000_000, "bytes: " + Files.size(made));
  }

  @Test
  void options_outOfRange_areRefusedByName() {
    Instant start = Instant.parse("2024-02-29T00:00:00Z");
    for (Map.Entry<String, Runnable> wrong :
        Map.<String, Runnable>of(
                "days: found 0, expected 1 to 20000",
                () -> SampleOptions.of(0, 20, 1, 1, start),
                "relays: found 3, expected 15 to 40000",
                () -> SampleOptions.of(1, 3, 1, 1, start),
                "exits: found 21, expected 0 up to the number of relays",
                () -> SampleOptions.of(1, 20, 21, 1, start),
                "start: found 2024-02-29T00:00:01Z, expected a full hour in UTC",
                () -> SampleOptions.of(1, 20, 1, 1, start.plusSeconds(1)),
                "gap: found 24, expected an hour since the start, within it",
                () -> SampleOptions.of(1, 20, 1, 1, start).withGapHours(List.of(24)))
            .entrySet()) {
      IllegalArgumentException fault =
          assertThrows(IllegalArgumentException.class, () -> wrong.getValue().run());
      assertEquals(wrong.getKey(), fault.getMessage());
    }
  }
}
