package org.relaywitness.evidence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.AddressParser;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.RelayHistory.Custody;
import org.relaywitness.lookup.RelayHistory.Extent;
import org.relaywitness.netdoc.ConsensusParser;
import org.relaywitness.netdoc.DocumentSplitter;
import org.relaywitness.netdoc.ExitListParser;
import org.relaywitness.netdoc.KeyCertificateParser;
import org.relaywitness.netdoc.RawDocument;
import org.relaywitness.sample.SampleDemo;
import org.relaywitness.trust.AuthorityList;
import org.relaywitness.trust.ConsensusSignatures;
import org.relaywitness.trust.KeyCertificates;
import org.tukaani.xz.XZInputStream;

/** Bundles of the demo's own sample, checked by the verifier, by openssl, and after damage. */
class EvidenceBundleTest {
  private static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");
  private static final Map<Sha256, byte[]> RAW = new HashMap<>();
  private static final List<KeyCertificate> CERTIFICATES = new ArrayList<>();
  private static final Map<Sha256, String> PATHS = new HashMap<>();
  private static DocumentHistory history = new DocumentHistory(none());

  @TempDir private static Path folder = Path.of("");

  private static Extent none() {
    return new Extent(null, null, null, null);
  }

  @BeforeAll
  static void readSample() throws Exception {
    KeyCertificates certificates = new KeyCertificates();
    DocumentHistory read =
        new DocumentHistory(
            new Extent(
                Instant.parse("2024-03-04T00:00:00Z"),
                Instant.parse("2024-03-08T23:00:00Z"),
                Instant.parse("2024-03-04T00:02:00Z"),
                Instant.parse("2024-03-08T23:02:00Z"))) {
          @Override
          public List<KeyCertificate> certificates() {
            return CERTIFICATES;
          }

          @Override
          public List<Custody> custody(Collection<Sha256> wanted) {
            return wanted.stream()
                .sorted()
                .map(
                    sha256 ->
                        new Custody(
                            sha256, PATHS.getOrDefault(sha256, ""), "demo.tar.xz", null, NOW, "1"))
                .toList();
          }
        };
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(SampleDemo.open())))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        byte[] bytes = tar.readAllBytes();
        RawDocument raw = DocumentSplitter.split(bytes).get(0);
        RAW.put(raw.sha256(), bytes);
        PATHS.put(raw.sha256(), entry.getName());
        switch (raw.type()) {
          case CONSENSUS -> {
            PackedAppearances packed = new PackedAppearances(1024);
            Consensus consensus = new ConsensusParser().parse(raw, entry.getName(), packed);
            read.add(consensus, packed.toList(), entry.getName(), "demo.tar.xz");
          }
          case EXIT_LIST ->
              read.add(ExitListParser.parse(raw, entry.getName()), entry.getName(), "demo.tar.xz");
          case KEY_CERTIFICATE -> {
            KeyCertificate certificate = KeyCertificateParser.parse(raw, entry.getName());
            CERTIFICATES.add(certificate);
            certificates.add(certificate);
          }
          default -> {}
        }
      }
    }
    read.settle(new ConsensusSignatures(SampleDemo.authorities(), certificates));
    history = read;
  }

  private static byte[] bundle(String address, String at, Documents documents) throws Exception {
    Question question =
        Question.ofInstant(
            AddressParser.parse(address),
            Instant.parse(at),
            ZoneOffset.UTC,
            java.time.Duration.ZERO,
            null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EvidenceBundle.of(question, history, NOW).write(documents, out);
    return out.toByteArray();
  }

  private static byte[] positive() throws Exception {
    return bundle(SampleDemo.EXAMPLE_ADDRESS, SampleDemo.EXAMPLE_TIME, EvidenceBundleTest::raw);
  }

  private static Optional<byte[]> raw(Sha256 sha256) {
    return Optional.ofNullable(RAW.get(sha256));
  }

  private static Optional<BundleReport> verify(byte[] bytes, AuthorityList authorities)
      throws IOException {
    Path file = folder.resolve("bundle.zip");
    Files.write(file, bytes);
    return BundleVerifier.verify(file, authorities);
  }

  @Test
  void bundle_positive_verifies() throws Exception {
    BundleReport report = verify(positive(), SampleDemo.authorities()).orElseThrow();
    assertTrue(report.holds(), report::text);
    assertTrue(report.text().contains("the answer is the same: exit_observed"), report::text);
  }

  @Test
  void bundle_negatives_verify() throws Exception {
    for (String at : List.of("2024-03-06T12:30:00Z", "2024-03-07T15:30:00Z")) {
      BundleReport report =
          verify(bundle("192.0.2.200", at, EvidenceBundleTest::raw), SampleDemo.authorities())
              .orElseThrow();
      assertTrue(report.holds(), report::text);
    }
  }

  @Test
  void bundle_sameQuestion_givesSameBytes() throws Exception {
    assertArrayEquals(positive(), positive());
  }

  @Test
  void verify_otherAuthorities_doesNotHold() throws Exception {
    BundleReport report = verify(positive(), AuthorityList.bundled()).orElseThrow();
    assertFalse(report.holds());
    assertTrue(report.text().contains("--authorities FILE"), report::text);
  }

  @Test
  void verify_missingDocument_doesNotHold() throws Exception {
    byte[] bytes =
        bundle(
            SampleDemo.EXAMPLE_ADDRESS,
            SampleDemo.EXAMPLE_TIME,
            sha256 -> sha256.first() < 0 ? Optional.empty() : raw(sha256));
    BundleReport report = verify(bytes, SampleDemo.authorities()).orElseThrow();
    assertFalse(report.holds());
    assertTrue(report.text().contains("not verifiable"), report::text);
  }

  @Test
  void verify_noBundle_isEmpty() throws Exception {
    assertTrue(verify(new byte[100], SampleDemo.authorities()).isEmpty());
    assertTrue(verify(new byte[0], SampleDemo.authorities()).isEmpty());
  }

  @Test
  void verify_anyByteChanged_isFound() throws Exception {
    byte[] bytes = positive();
    // Everything outside of the long member is tried densely, that member at sampled places.
    for (int i = 0; i < bytes.length; i += i < 2_000 || i > bytes.length - 4_000 ? 7 : 9_973) {
      byte[] changed = bytes.clone();
      changed[i] ^= (byte) (1 << (i % 8));
      Optional<BundleReport> report = verify(changed, SampleDemo.authorities());
      int at = i;
      assertTrue(report.isPresent(), () -> "no bundle any more at byte " + at);
      assertFalse(report.orElseThrow().holds(), () -> "unseen change at byte " + at);
    }
  }

  @Test
  void verify_trailingOrCutBytes_isFound() throws Exception {
    byte[] bytes = positive();
    for (int length : List.of(bytes.length + 1, bytes.length - 1, bytes.length / 2, 100)) {
      byte[] changed = java.util.Arrays.copyOf(bytes, length);
      assertFalse(
          verify(changed, SampleDemo.authorities()).orElseThrow().holds(), "length " + length);
    }
  }

  @Test
  void script_bundle_checksSignaturesWithOpenssl() throws Exception {
    boolean tools =
        run(folder, "sh", "-c", "command -v openssl && command -v zstd").contains("zstd");
    assertTrue(tools || !"true".equals(System.getenv("CI")), "openssl or zstd is missing");
    assumeTrue(tools, "openssl or zstd is missing");
    Path work = Files.createDirectories(folder.resolve("script"));
    Path file = work.resolve("bundle.zip");
    Files.write(file, positive());
    try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(file.toFile())) {
      for (String name : BundleFiles.ALL) {
        try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
          Files.copy(in, work.resolve(name));
        }
      }
    }
    String out =
        run(
            work,
            "sh",
            "-c",
            "sha256sum -c MANIFEST && zstd -dc documents.tar.zst | tar -xf - && "
                + "sh check-signatures.sh $(ls consensuses/* | head -n 3); echo code $?");
    assertEquals(3, out.split("good signatures [5-9] of [5-9]", -1).length - 1, out);
    assertTrue(out.contains("code 0"), out);
    // A changed relay line must turn every signature bad.
    String forged =
        run(
            work,
            "sh",
            "-c",
            "f=$(ls consensuses/* | head -n 1); sed 's/^s .*Exit/s Guard/' $f > forged;"
                + " sh check-signatures.sh forged; echo code $?");
    assertTrue(forged.contains("good signatures 0 of"), forged);
    assertTrue(forged.contains("BAD signature") && forged.contains("code 1"), forged);
  }

  private static String run(Path work, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    return out;
  }
}
