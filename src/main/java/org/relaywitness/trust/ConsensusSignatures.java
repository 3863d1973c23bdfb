package org.relaywitness.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.SignatureCheck;
import org.relaywitness.directory.SignatureCheck.Outcome;
import org.relaywitness.directory.Verification;

/**
 * Checks the signatures of a consensus with the key certificates at hand (dir-spec 1.3, 3.4.1).
 * Thread-safe; holds no state of its own, so a check repeated after certificates arrived may say
 * more.
 */
public final class ConsensusSignatures implements ConsensusVerifier {
  private final AuthorityList authorities;
  private final KeyCertificates certificates;

  /** A check against these authorities, with whatever certificates are at hand at each check. */
  public ConsensusSignatures(AuthorityList authorities, KeyCertificates certificates) {
    this.authorities = authorities;
    this.certificates = certificates;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the digest is not of the length that the flavour signs
   */
  @Override
  public ConsensusCheck check(
      Flavor flavor, Instant validAfter, String signedDigest, List<DirectorySignature> signatures) {
    Checking checking = new Checking(flavor, validAfter, signedDigest);
    signatures.forEach(checking::add);
    return checking.result();
  }

  /** The algorithm whose digests this flavour is signed with. */
  private static String algorithm(Flavor flavor) {
    return switch (flavor) {
      case NS -> "sha1";
      case MICRODESC -> "sha256";
    };
  }

  /** One consensus on its way: which authorities have shown what. */
  private final class Checking {
    private final String algorithm;
    private final Instant validAfter;
    private final byte[] digest;
    private final RecognisedAuthorities recognised;
    private final Map<DirectorySignature, Outcome> seen = new HashMap<>();
    private final List<SignatureCheck> checks = new ArrayList<>();
    private final Set<String> good = new HashSet<>();
    private final Set<String> bad = new HashSet<>();
    private final Set<String> lacking = new HashSet<>();
    private boolean weakKeys;

    Checking(Flavor flavor, Instant validAfter, String signedDigest) {
      this.algorithm = algorithm(flavor);
      this.validAfter = validAfter;
      this.digest = HexFormat.of().parseHex(signedDigest);
      int length = flavor == Flavor.NS ? 20 : 32;
      if (digest.length != length) {
        throw new IllegalArgumentException(
            "a consensus of flavour "
                + flavor.keyword()
                + " is signed by a digest of "
                + length
                + " bytes, not "
                + digest.length);
      }
      this.recognised = authorities.authoritiesAt(validAfter);
    }

    void add(DirectorySignature signature) {
      Optional<Authority> authority = recognised.find(signature.identity());
      Outcome outcome = seen.get(signature);
      if (outcome == null) {
        outcome = outcome(signature, authority.isPresent());
        seen.put(signature, outcome);
      }
      checks.add(new SignatureCheck(signature.identity(), signature.signingKeyDigest(), outcome));
      if (authority.isPresent()) {
        note(authority.get(), outcome);
      }
    }

    private Outcome outcome(DirectorySignature signature, boolean isRecognised) {
      if (!signature.algorithm().equals(algorithm)) {
        return Outcome.UNKNOWN_ALGORITHM;
      }
      if (!isRecognised) {
        return Outcome.UNRECOGNISED;
      }
      List<KeyCertificates.Held> held =
          certificates.held(signature.identity(), signature.signingKeyDigest());
      if (held.isEmpty()) {
        return Outcome.CERTIFICATE_MISSING;
      }
      // All of them certify the same key; they differ in their dates.
      if (!held.get(0).signingKey().verifies(signature.signature(), digest)) {
        return Outcome.BAD;
      }
      return held.stream().anyMatch(one -> one.isValidAt(validAfter))
          ? Outcome.GOOD
          : Outcome.CERTIFICATE_NOT_VALID;
    }

    private void note(Authority authority, Outcome outcome) {
      switch (outcome) {
        case GOOD -> {
          good.add(authority.countedAs());
          weakKeys |= authority.weak();
        }
        case BAD -> bad.add(authority.countedAs());
        case CERTIFICATE_MISSING -> lacking.add(authority.countedAs());
        case CERTIFICATE_NOT_VALID, UNRECOGNISED, UNKNOWN_ALGORITHM -> {
          // Neither speaks for the document nor against it.
        }
      }
    }

    ConsensusCheck result() {
      int count = recognised.count(good);
      return new ConsensusCheck(
          status(count), count, recognised.needed(), recognised.authorities(), weakKeys, checks);
    }

    private Verification status(int count) {
      if (count >= recognised.needed()) {
        return Verification.VERIFIED;
      }
      // A damaged copy must not undo what the same authority has signed well in another copy.
      if (!good.containsAll(bad)) {
        return Verification.BAD_SIGNATURE;
      }
      lacking.addAll(good);
      return recognised.count(lacking) >= recognised.needed()
          ? Verification.CERTIFICATE_MISSING
          : Verification.INSUFFICIENT;
    }
  }
}
