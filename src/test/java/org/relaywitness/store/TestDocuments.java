package org.relaywitness.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.ExitListEntry;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.PackedAppearance;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.SignatureCheck;
import org.relaywitness.directory.Verification;

/** Documents made for tests: each a function of what it says. */
final class TestDocuments {
  /** How many of the made-up authorities make a majority. */
  static final int NEEDED = 3;

  private static final int AUTHORITIES = 5;

  private TestDocuments() {}

  /** A copy of a consensus with its appearances. */
  record Copy(Consensus consensus, List<Appearance> appearances) {}

  /** How a made-up signature verifies. */
  enum Signed {
    WELL(1),
    BADLY(2),
    /** Good once the certificates are there. */
    WITHOUT_CERTIFICATE(3);

    private final byte code;

    Signed(int code) {
      this.code = (byte) code;
    }

    static Signed of(DirectorySignature signature) {
      return Arrays.stream(values())
          .filter(signed -> signed.code == signature.signature()[0])
          .findAny()
          .orElseThrow();
    }
  }

  static Fingerprint fingerprint(int number) {
    byte[] bytes = new byte[20];
    byte[] digest = Sha256.digest(text("relay " + number)).toBytes();
    System.arraycopy(digest, 0, bytes, 0, 20);
    return Fingerprint.ofBytes(bytes);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A signature of the authority with this number. */
  static DirectorySignature signature(int authority, Signed signed) {
    return new DirectorySignature(
        "sha1",
        fingerprint(1_000_000 + authority),
        fingerprint(2_000_000 + authority),
        new byte[] {signed.code, (byte) authority});
  }

  /** Checks made-up signatures; with or without the certificates that some wait for. */
  static ConsensusVerifier verifier(boolean certificates) {
    return (flavor, validAfter, signedDigest, signatures) -> {
      Set<Fingerprint> good = new HashSet<>();
      Set<Fingerprint> waiting = new HashSet<>();
      boolean bad = false;
      List<SignatureCheck> checks = new ArrayList<>();
      for (DirectorySignature signature : signatures) {
        Signed signed = Signed.of(signature);
        SignatureCheck.Outcome outcome;
        if (signed == Signed.WELL || (signed == Signed.WITHOUT_CERTIFICATE && certificates)) {
          good.add(signature.identity());
          outcome = SignatureCheck.Outcome.GOOD;
        } else if (signed == Signed.BADLY) {
          bad = true;
          outcome = SignatureCheck.Outcome.BAD;
        } else {
          waiting.add(signature.identity());
          outcome = SignatureCheck.Outcome.CERTIFICATE_MISSING;
        }
        checks.add(new SignatureCheck(signature.identity(), signature.signingKeyDigest(), outcome));
      }
      Verification status;
      if (good.size() >= NEEDED) {
        status = Verification.VERIFIED;
      } else if (bad) {
        status = Verification.BAD_SIGNATURE;
      } else {
        waiting.addAll(good);
        status =
            waiting.size() >= NEEDED ? Verification.CERTIFICATE_MISSING : Verification.INSUFFICIENT;
      }
      return new ConsensusCheck(status, good.size(), NEEDED, AUTHORITIES, false, checks);
    };
  }

  static List<DirectorySignature> signatures(Signed... signed) {
    List<DirectorySignature> signatures = new ArrayList<>();
    for (int i = 0; i < signed.length; i++) {
      signatures.add(signature(i, signed[i]));
    }
    return signatures;
  }

  /** A verified consensus. */
  static Copy consensus(Instant validAfter, List<Appearance> appearances) {
    return consensus(
        Flavor.NS, validAfter, appearances, signatures(Signed.WELL, Signed.WELL, Signed.WELL), "");
  }

  /**
   * A consensus.
   *
   * @param annotation makes other bytes of the same signed content
   */
  static Copy consensus(
      Flavor flavor,
      Instant validAfter,
      List<Appearance> appearances,
      List<DirectorySignature> signatures,
      String annotation) {
    MessageDigest signed = Sha256.newDigest();
    signed.update(text(flavor + " " + validAfter));
    appearances.stream()
        .map(PackedAppearance::pack)
        .sorted(Arrays::compareUnsigned)
        .forEach(signed::update);
    String full = Sha256.ofBytes(signed.digest()).toString();
    String signedDigest = flavor == Flavor.NS ? full.substring(0, 40) : full;
    String bytes =
        annotation
            + signedDigest
            + signatures.stream()
                .map(one -> one.identity() + Arrays.toString(one.signature()))
                .collect(Collectors.joining());
    return new Copy(
        new Consensus(
            flavor,
            33,
            validAfter,
            validAfter.plus(Duration.ofHours(1)),
            validAfter.plus(Duration.ofHours(3)),
            List.of(),
            signatures,
            Sha256.digest(text(bytes)),
            signedDigest,
            annotation.contains("crlf"),
            appearances.size()),
        appearances);
  }

  static Appearance appearance(int relay, String address, int variant) {
    return new Appearance(
        Addresses.ofBytes(address(address)),
        fingerprint(relay),
        "relay" + relay + (variant == 0 ? "" : "v" + variant),
        9001 + variant,
        variant % 2 == 1,
        variant == 3,
        variant == 2
            ? null
            : ExitPolicySummary.find(variant == 0 ? "reject 1-65535" : "accept 80,443"));
  }

  private static byte[] address(String literal) {
    if (literal.contains(":")) {
      byte[] bytes = new byte[16];
      bytes[0] = 0x20;
      bytes[1] = 0x01;
      bytes[15] = (byte) Integer.parseInt(literal.substring(literal.lastIndexOf(':') + 1), 16);
      return bytes;
    }
    byte[] bytes = new byte[4];
    String[] parts = literal.split("\\.", -1);
    for (int i = 0; i < 4; i++) {
      bytes[i] = (byte) Integer.parseInt(parts[i]);
    }
    return bytes;
  }

  static ExitScan scan(int relay, String address, Instant time) {
    return new ExitScan(fingerprint(relay), Addresses.ofBytes(address(address)), time);
  }

  /** An exit list with one entry for each relay. */
  static ExitList exitList(Instant time, List<ExitScan> scans) {
    List<ExitListEntry> entries = new ArrayList<>();
    scans.stream()
        .map(ExitScan::fingerprint)
        .distinct()
        .forEach(
            relay ->
                entries.add(
                    new ExitListEntry(
                        relay,
                        scans.stream().filter(scan -> scan.fingerprint().equals(relay)).toList())));
    String bytes = time + " " + scans;
    return new ExitList(time, entries, Sha256.digest(text(bytes)));
  }
}
