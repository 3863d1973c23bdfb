package org.relaywitness.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.relaywitness.sample.SampleDocument.Kind;

/** Reads samples back as text. */
final class SampleReading {
  private SampleReading() {}

  static List<SampleDocument> documents(SampleArchive archive) throws IOException {
    List<SampleDocument> documents = new ArrayList<>();
    archive.generate(documents::add);
    return documents;
  }

  static List<SampleDocument> documents(SampleArchive archive, Kind kind) throws IOException {
    return documents(archive).stream().filter(document -> document.kind() == kind).toList();
  }

  static String text(SampleDocument document) {
    return new String(document.bytes(), StandardCharsets.US_ASCII);
  }

  /** What a relay's entry says, by the keyword of each line; the identity is the key. */
  static Map<String, Map<String, String>> entries(SampleDocument consensus) {
    Map<String, Map<String, String>> entries = new TreeMap<>();
    Map<String, String> entry = new TreeMap<>();
    for (String line : text(consensus).split("\n", -1)) {
      if (line.equals("directory-footer")) {
        break;
      }
      int space = line.indexOf(' ');
      if (line.startsWith("r ")) {
        entry = new TreeMap<>();
        entries.put(line.split(" ", -1)[2], entry);
      }
      if (space > 0 && space <= 2) {
        entry.put(line.substring(0, space), line.substring(space + 1));
      }
    }
    return entries;
  }

  /** Tuples of identity, nickname, address, port and flags that decide about exiting. */
  static Set<String> tuples(SampleDocument consensus) {
    Set<String> tuples = new TreeSet<>();
    entries(consensus)
        .forEach(
            (identity, entry) -> {
              String[] r = String.valueOf(entry.get("r")).split(" ", -1);
              int address = r.length - 3;
              tuples.add(
                  String.join(
                      " ",
                      identity,
                      r[0],
                      r[address],
                      r[address + 1],
                      String.valueOf(entry.get("a")),
                      String.valueOf(entry.get("s")).contains("Exit ") ? "exit" : "",
                      String.valueOf(entry.get("s")).contains("BadExit ") ? "bad" : "",
                      String.valueOf(entry.get("p"))));
            });
    return tuples;
  }
}
