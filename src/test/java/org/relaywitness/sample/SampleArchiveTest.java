package org.relaywitness.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.Verification;
import org.relaywitness.sample.SampleDocument.Kind;
import org.relaywitness.trust.AuthorityList;
import org.relaywitness.trust.CertificateCheck;
import org.relaywitness.trust.ConsensusSignatures;
import org.relaywitness.trust.KeyCertificates;
import org.relaywitness.trust.SignedDocuments;

class SampleArchiveTest {
  /** Of a real network's time, so that the demo looks like it; any hour would do. */
  private static final Instant START = Instant.parse("2024-03-04T00:00:00Z");

  private static final SampleOptions SMALL = SampleOptions.of(2, 80, 24, 7, START);

  private static SampleArchive archive(SampleOptions options) {
    return new SampleArchive(options, 1024);
  }

  private static String digest(SampleArchive archive) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    archive.generate(
        document -> {
          digest.update(document.recentPath().getBytes(StandardCharsets.US_ASCII));
          digest.update(document.bytes());
        });
    digest.update(archive.authoritiesFile());
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void generate_sameOptions_givesTheSameBytes() throws Exception {
    String digest = digest(archive(SMALL.withMicrodesc()));
    assertEquals(digest, digest(archive(SMALL.withMicrodesc())));
    SampleArchive archive = archive(SMALL.withMicrodesc());
    assertEquals(digest, digest(archive), "first time");
    assertEquals(digest, digest(archive), "second time from one archive");
  }

  /** Fails when a Java platform, or a change of the generator, gives other bytes. */
  @Test
  void generate_onAnyPlatform_givesTheseBytes() throws Exception {
    assertEquals(
        "1588dee65201fd82897bf2c2d1bf915a69824fe22b764c67740c334b33f5f9b9",
        digest(archive(SMALL.withMicrodesc())));
  }

  @Test
  void generate_anotherSeed_givesAnotherNetwork() throws Exception {
    SampleOptions other = SampleOptions.of(2, 80, 24, 8, START);
    assertNotEquals(digest(archive(SMALL)), digest(archive(other)));
  }

  @Test
  void generate_microdescToo_leavesTheRestAsItIs() throws Exception {
    List<SampleDocument> without = SampleReading.documents(archive(SMALL));
    List<SampleDocument> with = SampleReading.documents(archive(SMALL.withMicrodesc()));
    assertEquals(without.size() + 48, with.size());
    with.removeIf(document -> document.kind() == Kind.CONSENSUS_MICRODESC);
    for (int i = 0; i < without.size(); i++) {
      assertArrayEquals(without.get(i).bytes(), with.get(i).bytes());
    }
  }

  @Test
  void generate_twoDays_givesEveryHourInOrder() throws Exception {
    List<SampleDocument> documents = SampleReading.documents(archive(SMALL));
    List<Instant> consensuses = times(documents, Kind.CONSENSUS);
    List<Instant> lists = times(documents, Kind.EXIT_LIST);
    for (int hour = 0; hour < 48; hour++) {
      assertEquals(SMALL.at(hour), consensuses.get(hour));
      assertEquals(SMALL.at(hour).plusSeconds(120), lists.get(hour));
    }
    assertEquals(48, consensuses.size());
    assertEquals(48, lists.size());
    assertEquals(10, times(documents, Kind.CERTIFICATE).size(), "one signing key changes");
  }

  private static List<Instant> times(List<SampleDocument> documents, Kind kind) {
    return documents.stream().filter(d -> d.kind() == kind).map(SampleDocument::time).toList();
  }

  @Test
  void generate_gaps_leaveOutTheirConsensusesOnly() throws Exception {
    SampleOptions gaps = SMALL.withGapHours(List.of(0, 30)).withMicrodesc();
    List<SampleDocument> documents = SampleReading.documents(archive(gaps));
    for (Kind kind : List.of(Kind.CONSENSUS, Kind.CONSENSUS_MICRODESC)) {
      List<Instant> times = times(documents, kind);
      assertEquals(46, times.size());
      assertFalse(times.contains(gaps.at(0)));
      assertFalse(times.contains(gaps.at(30)));
    }
    assertEquals(48, times(documents, Kind.EXIT_LIST).size());
  }

  @Test
  void generate_everyConsensus_isVerifiedBySevenToNine() throws Exception {
    SampleArchive archive = archive(SMALL.withMicrodesc());
    KeyCertificates certificates = new KeyCertificates();
    ConsensusSignatures verifier =
        new ConsensusSignatures(
            AuthorityList.parse(
                "authorities.tsv", new String(archive.authoritiesFile(), StandardCharsets.UTF_8)),
            certificates);
    Set<Integer> counts = new TreeSet<>();
    archive.generate(
        document -> {
          switch (document.kind()) {
            case CERTIFICATE ->
                assertEquals(
                    CertificateCheck.Outcome.GOOD,
                    certificates.add(SignedDocuments.certificate(document.bytes())).outcome());
            case CONSENSUS, CONSENSUS_MICRODESC -> {
              SignedDocuments.SignedConsensus consensus =
                  SignedDocuments.consensus(document.bytes());
              ConsensusCheck check =
                  verifier.check(
                      consensus.flavor(),
                      consensus.validAfter(),
                      consensus.signedDigest(),
                      consensus.signatures());
              assertEquals(Verification.VERIFIED, check.status(), document.name());
              assertEquals(check.signatures().size(), check.good(), document.name());
              assertEquals(9, check.authorities());
              assertEquals(document.time(), consensus.validAfter());
              counts.add(check.good());
            }
            case EXIT_LIST -> {
              // Nobody signs exit lists.
            }
          }
        });
    assertEquals(Set.of(7, 8, 9), counts);
  }

  @Test
  void generate_severalYears_keepsCertificatesValid() throws Exception {
    SampleOptions years = SampleOptions.of(800, 15, 0, 7, START);
    SampleAuthorities authorities = new SampleAuthorities(years, 1024);
    KeyCertificates certificates = new KeyCertificates();
    authorities
        .certificates()
        .forEach(document -> certificates.add(SignedDocuments.certificate(document.bytes())));
    for (int hour = 0; hour < years.hours(); hour += 24) {
      Instant time = years.at(hour);
      for (SampleAuthority signer : authorities.session(hour).signers()) {
        assertTrue(
            certificates.find(signer.identity, signer.signingKeyAt(time).fingerprint()).stream()
                .anyMatch(c -> !time.isBefore(c.published()) && !time.isAfter(c.expires())),
            signer.name + " at " + time);
      }
    }
  }

  private static final Pattern IPV4 = Pattern.compile("\\b(\\d+)\\.(\\d+)\\.(\\d+)\\.(\\d+)\\b");
  private static final Pattern IPV6 = Pattern.compile("^a \\[([^]]+)]", Pattern.MULTILINE);
  private static final Pattern RESERVED =
      Pattern.compile("(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113|198\\.1[89]\\.\\d+)\\.\\d+");

  @Test
  void generate_addresses_areOfTheReservedRangesOnly() throws Exception {
    for (SampleDocument document : SampleReading.documents(archive(SMALL.withMicrodesc()))) {
      // Versions of Tor look like addresses; no other line has both.
      String text =
          SampleReading.text(document)
              .replaceAll("(?m)^(v|client-versions|server-versions) .*$", "");
      Matcher ipv4 = IPV4.matcher(text);
      while (ipv4.find()) {
        assertTrue(RESERVED.matcher(ipv4.group()).matches(), ipv4.group());
      }
      Matcher ipv6 = IPV6.matcher(text);
      while (ipv6.find()) {
        assertTrue(ipv6.group(1).startsWith("2001:db8:"), ipv6.group(1));
      }
    }
  }

  private static double unchanged(List<SampleDocument> consensuses, int hours) {
    double sum = 0;
    for (int i = hours; i < consensuses.size(); i++) {
      Set<String> before = SampleReading.tuples(consensuses.get(i - hours));
      Set<String> both = new HashSet<>(before);
      both.retainAll(SampleReading.tuples(consensuses.get(i)));
      sum += (double) both.size() / before.size();
    }
    return sum / (consensuses.size() - hours);
  }

  @Test
  void generate_change_isWhatWasAskedFor() throws Exception {
    SampleOptions busy = SampleOptions.of(2, 2500, 500, 3, START);
    List<SampleDocument> consensuses = SampleReading.documents(archive(busy), Kind.CONSENSUS);
    double hour = unchanged(consensuses, 1);
    assertTrue(hour > 0.983 && hour < 0.989, "busy, an hour: " + hour);
    double day = unchanged(consensuses, 24);
    assertTrue(day > 0.88 && day < 0.97, "busy, a day: " + day);
    List<SampleDocument> calm =
        SampleReading.documents(archive(busy.withChangePerHour(0.004)), Kind.CONSENSUS);
    double calmHour = unchanged(calm, 1);
    assertTrue(calmHour > 0.995 && calmHour < 0.997, "calm, an hour: " + calmHour);
  }

  @Test
  void generate_size_isAsAskedFor() throws Exception {
    SampleOptions options = SampleOptions.of(1, 1000, 200, 3, START);
    for (SampleDocument consensus : SampleReading.documents(archive(options), Kind.CONSENSUS)) {
      int relays = SampleReading.entries(consensus).size();
      assertTrue(relays >= 995 && relays <= 1000, "relays: " + relays);
      int perEntry = consensus.bytes().length / relays;
      assertTrue(perEntry > 330 && perEntry < 420, "bytes an entry: " + perEntry);
      long exits =
          SampleReading.entries(consensus).values().stream()
              .filter(entry -> !"reject 1-65535".equals(entry.get("p")))
              .count();
      assertTrue(exits > 170 && exits < 230, "exits: " + exits);
      long ipv6 =
          SampleReading.entries(consensus).values().stream()
              .filter(entry -> entry.containsKey("a"))
              .count();
      assertTrue(ipv6 > 300 && ipv6 < 460, "with IPv6: " + ipv6);
    }
  }

  @Test
  void generate_entries_areInOrderOfFingerprint() throws Exception {
    for (SampleDocument consensus : SampleReading.documents(archive(SMALL), Kind.CONSENSUS)) {
      List<String> identities = new ArrayList<>();
      Matcher matcher =
          Pattern.compile("^r \\S+ (\\S+) ", Pattern.MULTILINE)
              .matcher(SampleReading.text(consensus));
      while (matcher.find()) {
        identities.add(HexFormat.of().formatHex(Base64.getDecoder().decode(matcher.group(1))));
      }
      assertEquals(identities.stream().sorted().distinct().toList(), identities);
    }
  }

  @Test
  void generate_onlyTheCast_isPossible() throws Exception {
    SampleOptions cast = SampleOptions.of(1, SampleCast.all().size(), 0, 1, START);
    List<SampleDocument> consensuses = SampleReading.documents(archive(cast), Kind.CONSENSUS);
    assertEquals(24, consensuses.size());
    assertEquals(
        SampleCast.all().stream().filter(c -> c.findPhase(0) != null).count(),
        SampleReading.entries(consensuses.get(0)).size());
  }
}
