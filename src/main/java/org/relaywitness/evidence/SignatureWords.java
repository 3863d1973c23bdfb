package org.relaywitness.evidence;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.relaywitness.directory.Verification;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.HeldConsensus;

/** Who signed the lists of relays that an answer rests on, in one sentence. */
final class SignatureWords {
  private final List<HeldConsensus> lists;
  private final Texts texts;

  SignatureWords(Answer answer, Texts texts) {
    this.lists = new ShortRecords(answer).deciding();
    this.texts = texts;
  }

  /** The sentence, which speaks of the list with the fewest signatures; empty without a list. */
  Optional<String> sentence() {
    if (lists.isEmpty()) {
      return Optional.empty();
    }
    long doubtful =
        lists.stream().filter(list -> list.verification() != Verification.VERIFIED).count();
    if (doubtful > 0) {
      return Optional.of(texts.count("why.signatures.doubtful", doubtful));
    }
    HeldConsensus fewest =
        lists.stream()
            .min(Comparator.comparingInt(list -> list.goodSignatures() - list.needed()))
            .orElseThrow();
    return Optional.of(
        texts.count(
            "why.signatures",
            lists.size(),
            Map.of(
                "n", lists.size(),
                "good", fewest.goodSignatures(),
                "authorities", fewest.authorities(),
                "needed", fewest.needed())));
  }
}
