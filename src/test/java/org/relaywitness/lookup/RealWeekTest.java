package org.relaywitness.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.tukaani.xz.XZInputStream;

/** The bulk list against single lookups, over three days of the real network. */
class RealWeekTest {
  private static final Pattern NAME =
      Pattern.compile(".*_va-(\\d{4}-\\d{2}-\\d{2})-(\\d{2})-00-00\\.(all|exits)\\.csv");
  private static final Instant FROM = Instant.parse("2025-06-11T00:00:00Z");
  private static final Instant TO = Instant.parse("2025-06-14T12:00:00Z");

  private static PlainHistory realWeek() throws IOException {
    String folder = System.getProperty("real.data", "");
    Path file = Path.of(folder, "history", "hourly-2025-06-10-to-17.tar.xz");
    Assumptions.assumeTrue(!folder.isEmpty() && Files.exists(file), "no real documents given");
    Map<Instant, Map<String, String>> all = new HashMap<>();
    Map<Instant, Set<String>> exits = new HashMap<>();
    try (InputStream bytes = Files.newInputStream(file);
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(bytes))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Matcher name = NAME.matcher(entry.getName());
        if (name.matches()) {
          Instant hour = Instant.parse(name.group(1) + "T" + name.group(2) + ":00:00Z");
          if (!hour.isBefore(FROM) && hour.isBefore(TO)) {
            String text = new String(tar.readAllBytes(), StandardCharsets.US_ASCII);
            text.lines()
                .skip(1)
                .forEach(
                    line -> {
                      String fingerprint = line.substring(0, 40);
                      if (name.group(3).equals("all")) {
                        all.computeIfAbsent(hour, h -> new HashMap<>()).put(fingerprint, line);
                      } else {
                        exits.computeIfAbsent(hour, h -> new HashSet<>()).add(fingerprint);
                      }
                    });
          }
        }
      }
    }
    Records records = new Records();
    all.forEach(
        (hour, relays) ->
            relays.forEach(
                (fingerprint, line) -> {
                  String[] fields = line.split(", ", -1);
                  records.listIn(
                      new Records.Key(Flavor.NS, hour, 0),
                      new Appearance(
                          Records.address(fields[1]),
                          Fingerprint.ofHex(fingerprint),
                          "relay",
                          Integer.parseInt(fields[2]),
                          exits.getOrDefault(hour, Set.of()).contains(fingerprint),
                          false,
                          null));
                }));
    return records.build();
  }

  @Test
  void exitsAt_ofTheRealNetwork_agreesWithLookups() throws IOException {
    PlainHistory history = realWeek();
    Instant at = Instant.parse("2025-06-13T10:30:00Z");
    Instant now = at.plus(Duration.ofDays(300));
    ExitsAt.Exits exits = ExitsAt.find(at, null, history, now);
    assertTrue(exits.addresses().size() > 1000, exits.addresses().size() + " exits");
    Map<String, Verdict> found = new HashMap<>();
    exits.addresses().forEach(e -> found.put(Addresses.format(e.address()), e.verdict()));
    Set<String> everyone = new HashSet<>();
    history
        .listings(FROM, TO)
        .forEach(listing -> everyone.add(Addresses.format(listing.appearance().address())));
    int asked = 0;
    for (String address : everyone) {
      if (Math.floorMod(address.hashCode(), 150) == 0) {
        asked++;
        Question question =
            Question.ofInstant(Records.address(address), at, ZoneOffset.UTC, Duration.ZERO, null);
        Verdict verdict = Lookup.answer(question, history, now).verdict();
        assertEquals(verdict == Verdict.EXIT_POSSIBLE, found.containsKey(address), verdict.code());
      }
    }
    assertTrue(asked > 30, asked + " asked");
  }
}
