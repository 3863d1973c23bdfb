package org.relaywitness.store;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.SignatureCheck;
import org.relaywitness.directory.Verification;

/**
 * A consensus, told apart by its signed digest, that may answer for its hour: held, or on its way
 * in.
 */
final class Candidate {
  private static final List<Verification> BEST_FIRST =
      List.of(
          Verification.VERIFIED,
          Verification.CERTIFICATE_MISSING,
          Verification.INSUFFICIENT,
          Verification.BAD_SIGNATURE);

  /** Better status, then more good signatures, then the smaller signed digest. */
  static final Comparator<Candidate> PREFERENCE =
      Comparator.<Candidate>comparingInt(candidate -> BEST_FIRST.indexOf(candidate.status))
          .thenComparing(
              Comparator.comparingInt((Candidate candidate) -> candidate.good).reversed())
          .thenComparing(candidate -> candidate.signedDigest);

  /** What the database knows it by; given by the importer. */
  final int id;

  final String signedDigest;

  /** The document, when it is new; {@code null} when the consensus is held already. */
  final @Nullable Consensus added;

  /** Its tuples, when they are at hand: by their number in the batch. */
  int @Nullable [] tuples;

  /** Whether it answered before this change. */
  final boolean answered;

  /** Whether its last copy goes. */
  boolean removed;

  /** Whether its check differs from what is stored. */
  boolean rechecked;

  Verification status;
  int good;
  int needed;
  int authorities;
  boolean weakKeys;

  /** Whether a signature could not be checked for want of a valid certificate. */
  boolean undecided;

  private Candidate(
      int id,
      String signedDigest,
      @Nullable Consensus added,
      boolean answered,
      Verification status,
      int good) {
    this.id = id;
    this.signedDigest = signedDigest;
    this.added = added;
    this.answered = answered;
    this.status = status;
    this.good = good;
  }

  static Candidate added(int id, Consensus consensus, int[] tuples, ConsensusCheck check) {
    Candidate candidate =
        new Candidate(id, consensus.signedDigest(), consensus, false, check.status(), check.good());
    candidate.tuples = tuples;
    candidate.check(check);
    return candidate;
  }

  static Candidate held(
      int id, String signedDigest, boolean answered, Verification status, int good) {
    return new Candidate(id, signedDigest, null, answered, status, good);
  }

  /** Takes over a new check of its signatures. */
  void check(ConsensusCheck check) {
    status = check.status();
    good = check.good();
    needed = check.needed();
    authorities = check.authorities();
    weakKeys = check.weakKeys();
    undecided =
        check.signatures().stream()
            .map(SignatureCheck::outcome)
            .anyMatch(
                outcome ->
                    outcome == SignatureCheck.Outcome.CERTIFICATE_MISSING
                        || outcome == SignatureCheck.Outcome.CERTIFICATE_NOT_VALID);
    rechecked = true;
  }
}
