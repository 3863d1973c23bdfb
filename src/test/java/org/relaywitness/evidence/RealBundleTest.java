package org.relaywitness.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.lookup.AddressParser;
import org.relaywitness.lookup.Question;
import org.relaywitness.sample.SampleDemo;
import org.relaywitness.trust.AuthorityList;
import org.tukaani.xz.XZInputStream;

/** A bundle of real documents of the Tor network, checked with the built-in authorities. */
class RealBundleTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private static Path folder = Path.of("");

  private static Path realData() {
    String real = System.getProperty("real.data", "");
    assumeFalse(real.isEmpty(), "no folder of real documents is given (-Dreal.data)");
    return Path.of(real);
  }

  private static byte[] unxz(Path file) throws Exception {
    try (XZInputStream in =
        new XZInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      return in.readAllBytes();
    }
  }

  private static RawRecords records(List<String> documents) throws Exception {
    RawRecords records = new RawRecords();
    for (String document : documents) {
      records.add(document, unxz(realData().resolve(document)));
    }
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZInputStream(
                new BufferedInputStream(Files.newInputStream(realData().resolve("certs.tar.xz")))),
            StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          records.add(entry.getName(), tar.readAllBytes());
        }
      }
    }
    return records.settle(AuthorityList.bundled());
  }

  private static BundleReport verified(
      RawRecords records, String address, String at, AuthorityList authorities) throws Exception {
    Question question =
        Question.ofInstant(
            AddressParser.parse(address), Instant.parse(at), ZoneOffset.UTC, Duration.ZERO, null);
    Path file = folder.resolve("real.zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      assertEquals(0, EvidenceBundle.of(question, records, NOW).write(records::find, out));
    }
    return BundleVerifier.verify(file, authorities).orElseThrow();
  }

  @Test
  void realBundle_ofAnExitAndOfAStranger_verifies() throws Exception {
    String document = "consensuses/2016-09-20-13-00-00-consensus.xz";
    RawRecords records = records(List.of(document, "exit-lists/2016-09-20-13-02-00.xz"));
    Matcher relay =
        Pattern.compile(
                "(?m)^r (?:\\S+ ){5}(\\S+) .*\\n(?:a .*\\n)*s Exit Fast Running V2Dir Valid")
            .matcher(new String(unxz(realData().resolve(document)), StandardCharsets.ISO_8859_1));
    assertTrue(relay.find());
    for (String address : List.of(relay.group(1), "192.0.2.1")) {
      BundleReport report =
          verified(records, address, "2016-09-20T13:30:00Z", AuthorityList.bundled());
      assertTrue(report.holds(), report::text);
      assertTrue(
          report.text().contains("1 of 1 consensuses are signed by a majority"), report::text);
      assertEquals(7, report.trustRoots().size(), report::text);
      assertFalse(
          verified(records, address, "2016-09-20T13:30:00Z", SampleDemo.authorities()).holds(),
          "other authorities prove nothing");
    }
  }

  @Test
  void realBundle_ofTwoHours_verifies() throws Exception {
    RawRecords records =
        records(
            List.of(
                "consensuses/2017-10-29-11-00-00-consensus.xz",
                "consensuses/2017-10-29-12-00-00-consensus.xz"));
    BundleReport report =
        verified(records, "192.0.2.1", "2017-10-29T12:30:00Z", AuthorityList.bundled());
    assertTrue(report.holds(), report::text);
    assertTrue(report.text().contains("2 of 2 consensuses"), report::text);
    assertTrue(report.text().contains("the answer is the same: inconclusive"), report::text);
  }
}
