package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.archive.ArchiveReader;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleOptions;

/** Both parsers over the archive that the tester names, else over a generated one. */
class MetricsLibComparisonTest {

  @Test
  void archive_readByBoth_isTheSame(@TempDir Path sample) throws Exception {
    String named = System.getProperty("metrics-lib.archive", "");
    Path archive = named.isEmpty() ? sample : Path.of(named);
    if (named.isEmpty()) {
      Instant start = Instant.parse("2024-05-30T00:00:00Z");
      new SampleArchive(SampleOptions.of(1, 300, 60, 7, start).withMicrodesc()).writeFiles(sample);
    }
    ArchiveComparison comparison = new ArchiveComparison();
    new ArchiveReader(ArchiveLimits.defaults()).read(archive, comparison);

    StringBuilder report = new StringBuilder();
    report.append(named.isEmpty() ? "a generated sample" : named).append('\n');
    comparison.counts().forEach((what, count) -> report.append(what + ": " + count + "\n"));
    report.append("differences: ").append(comparison.differences().size()).append('\n');
    comparison.differences().forEach(line -> report.append(line).append('\n'));
    Files.writeString(
        Path.of(System.getProperty("metrics-lib.report")), report, StandardCharsets.UTF_8);

    assertEquals("", String.join("\n", comparison.differences()), "ours | metrics-lib's");
    assertTrue(comparison.counts().size() > 0, "no consensus and no exit list in " + archive);
  }
}
