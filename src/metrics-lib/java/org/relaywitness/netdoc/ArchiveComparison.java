package org.relaywitness.netdoc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.relaywitness.archive.ArchiveProblem;
import org.relaywitness.archive.ArchiveVisitor;
import org.relaywitness.archive.ArchivedFile;
import org.relaywitness.archive.Container;

/** Reads each consensus and each exit list of an archive with both parsers. */
final class ArchiveComparison implements ArchiveVisitor {
  private final OurReading ours = new OurReading();
  private final SortedMap<String, Integer> counts = new TreeMap<>();
  private final List<String> differences = new ArrayList<>();

  /** Counts by what was counted. */
  SortedMap<String, Integer> counts() {
    return counts;
  }

  /** One line each, with the document; ours stands before the bar, metrics-lib's behind it. */
  List<String> differences() {
    return differences;
  }

  @Override
  public boolean wants(Container container, String path, byte[] head, int headLength) {
    return true;
  }

  @Override
  public void file(ArchivedFile file) {
    for (RawDocument raw : DocumentSplitter.split(file.content())) {
      if (raw.type() == DocumentType.CONSENSUS || raw.type() == DocumentType.EXIT_LIST) {
        compare(raw, file.location() + " at byte " + raw.offset(), file.path());
      }
    }
  }

  @Override
  public void problem(ArchiveProblem problem) {
    differences.add(problem.message());
  }

  private void compare(RawDocument raw, String where, String name) {
    try {
      Reading our =
          raw.type() == DocumentType.CONSENSUS
              ? ours.consensus(raw, name)
              : OurReading.exitList(raw, name);
      Reading their = MetricsLibReading.read(withLineFeeds(raw), name);
      count(our.kind(), 1);
      count(our.kind() + ", entries", our.entryCount());
      count(our.kind() + ", addresses", our.addressCount());
      our.differences(their).forEach(line -> differences.add(where + ": " + line));
    } catch (DocumentParseException e) {
      differences.add(where + ": refused by us: " + e.getMessage());
    } catch (MetricsLibReading.RefusedByMetricsLib e) {
      differences.add(where + ": refused by metrics-lib: " + e.getMessage());
    }
  }

  /** Metrics-lib does not read CRLF line ends: it is given such a document with LF, counted. */
  private byte[] withLineFeeds(RawDocument raw) {
    String text = new String(raw.toBytes(), StandardCharsets.ISO_8859_1);
    if (!text.contains("\r\n")) {
      return raw.toBytes();
    }
    count("with CRLF line ends", 1);
    return text.replace("\r\n", "\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private void count(String what, int more) {
    counts.merge(what, more, Integer::sum);
  }
}
