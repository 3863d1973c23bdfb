package org.relaywitness.sample;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Sha256;
import org.relaywitness.sample.SampleDocument.Kind;

/** Writes signed consensuses, line for line as the authorities do (dir-spec 3.4.1, 3.9.2). */
final class ConsensusWriter {
  private static final String VERSIONS =
      "0.4.7.13,0.4.7.14,0.4.7.15,0.4.7.16,0.4.8.1-alpha,0.4.8.4,0.4.8.5,0.4.8.6,0.4.8.7,0.4.8.8,"
          + "0.4.8.9,0.4.8.10";
  private static final String PROTOCOLS =
      "Cons=2 Desc=2 DirCache=2 HSDir=2 HSIntro=4 HSRend=2 Link=4-5 ";
  private static final String HEADER =
      """
      voting-delay 300 300
      client-versions %1$s
      server-versions %1$s
      known-flags Authority BadExit Exit Fast Guard HSDir MiddleOnly NoEdConsensus Running Stable \
      StaleDesc Sybil V2Dir Valid
      recommended-client-protocols %2$sMicrodesc=2 Relay=2
      recommended-relay-protocols %2$sLinkAuth=3 Microdesc=2 Relay=2
      required-client-protocols Cons=2 Desc=2 Link=4 Microdesc=2 Relay=2
      required-relay-protocols %2$sLinkAuth=3 Microdesc=2 Relay=2
      params CircuitPriorityHalflifeMsec=30000 ExtendByEd25519ID=1 KISTSchedRunInterval=2 \
      NumNTorsPerTAP=100 UseOptimisticData=1 bwauthpid=1 cbttestfreq=10 cc_alg=2 \
      hsdir_spread_store=4 sendme_emit_min_version=1
      """
          .formatted(VERSIONS, PROTOCOLS);
  private static final String FOOTER =
      """
      directory-footer
      bandwidth-weights Wbd=83 Wbe=0 Wbg=4142 Wbm=10000 Wdb=10000 Web=10000 Wed=9834 Wee=10000 \
      Weg=9834 Wem=10000 Wgb=10000 Wgd=83 Wgg=5858 Wgm=5858 Wmb=10000 Wmd=83 Wme=0 Wmg=4142 \
      Wmm=10000
      """;

  private final SampleOptions options;
  private final SampleAuthorities authorities;

  ConsensusWriter(SampleOptions options, SampleAuthorities authorities) {
    this.options = options;
    this.authorities = authorities;
  }

  /**
   * The consensus of an hour.
   *
   * @param relays in order of fingerprint
   */
  SampleDocument consensus(Flavor flavor, int hour, List<SampleRelay> relays) {
    boolean ns = flavor == Flavor.NS;
    Instant validAfter = options.at(hour);
    SampleAuthorities.Session session = authorities.session(hour);
    DocumentText text = new DocumentText(16_384 + 480 * relays.size());
    String type =
        ns
            ? "@type network-status-consensus-3 1.0\n"
            : "@type network-status-microdesc-consensus-3 1.0\n";
    text.add(type);
    addHeader(text, flavor, hour, validAfter, session);
    for (SampleRelay relay : relays) {
      long seconds = validAfter.getEpochSecond();
      text.add(ns ? relay.entry(seconds) : relay.microdescEntry(seconds));
    }
    text.add(FOOTER);
    addSignatures(text, type.length(), flavor, validAfter, session);
    String name = DocumentText.fileTime(validAfter) + (ns ? "-consensus" : "-consensus-microdesc");
    return new SampleDocument(
        ns ? Kind.CONSENSUS : Kind.CONSENSUS_MICRODESC, validAfter, name, text.toBytes());
  }

  private void addHeader(
      DocumentText text,
      Flavor flavor,
      int hour,
      Instant validAfter,
      SampleAuthorities.Session session) {
    text.line("network-status-version 3" + (flavor == Flavor.NS ? "" : " microdesc"));
    text.line("vote-status consensus");
    text.line("consensus-method 33");
    text.line("valid-after " + DocumentText.time(validAfter));
    text.line("fresh-until " + DocumentText.time(validAfter.plus(Duration.ofHours(1))));
    text.line("valid-until " + DocumentText.time(validAfter.plus(Duration.ofHours(3))));
    text.add(HEADER);
    Instant day = validAfter.truncatedTo(ChronoUnit.DAYS);
    text.line("shared-rand-previous-value 9 " + sharedRandom(day.minus(Duration.ofDays(1))));
    text.line("shared-rand-current-value 9 " + sharedRandom(day));
    SampleRandom votes = SampleRandom.of(options.seed() + hour, "votes");
    for (SampleAuthority authority : session.voters()) {
      String address = authority.address;
      text.line(
          "dir-source %s %s %s %s 80 443"
              .formatted(authority.name, authority.identity, address, address));
      text.line("contact synthetic authority, not of the Tor network");
      text.line("vote-digest " + Fingerprint.ofBytes(votes.nextBytes(20)));
    }
  }

  private String sharedRandom(Instant day) {
    SampleRandom random = SampleRandom.of(options.seed() + day.getEpochSecond(), "shared random");
    return Base64.getEncoder().encodeToString(random.nextBytes(32));
  }

  private static void addSignatures(
      DocumentText text,
      int start,
      Flavor flavor,
      Instant validAfter,
      SampleAuthorities.Session session) {
    boolean ns = flavor == Flavor.NS;
    text.add("directory-signature ");
    MessageDigest computation = ns ? Digests.sha1() : Sha256.newDigest();
    computation.update(text.buffer(), start, text.length() - start);
    byte[] digest = computation.digest();
    boolean first = true;
    for (SampleAuthority authority : session.signers()) {
      SampleKey key = authority.signingKeyAt(validAfter);
      text.add(first ? "" : "directory-signature ");
      text.line((ns ? "" : "sha256 ") + authority.identity + " " + key.fingerprint());
      text.object("SIGNATURE", key.sign(digest));
      first = false;
    }
  }
}
