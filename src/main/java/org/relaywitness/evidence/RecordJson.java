package org.relaywitness.evidence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;
import tools.jackson.core.SerializableString;

/**
 * The records of an answer as JSON. An answer names a hundred consensuses and as many exit lists,
 * and the same ones come again and again: so each is written once for as long as the storage keeps
 * the record itself, and no longer.
 */
final class RecordJson {
  // Weak keys are compared by identity: a record that is read anew is written anew.
  private static final Cache<HeldConsensus, SerializableString> CONSENSUSES =
      Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();
  private static final Cache<HeldExitList, SerializableString> LISTS =
      Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

  private RecordJson() {}

  static SerializableString of(HeldConsensus consensus) {
    SerializableString written = CONSENSUSES.getIfPresent(consensus);
    if (written == null) {
      written = JsonBody.written(body -> write(body, consensus));
      CONSENSUSES.put(consensus, written);
    }
    return written;
  }

  static SerializableString of(HeldExitList list) {
    SerializableString written = LISTS.getIfPresent(list);
    if (written == null) {
      written = JsonBody.written(body -> write(body, list));
      LISTS.put(list, written);
    }
    return written;
  }

  private static void write(JsonBody body, HeldConsensus consensus) {
    body.put("valid_after", consensus.validAfter())
        .put("flavor", consensus.flavor().keyword())
        .put("sha256", consensus.sha256().toString())
        .put("signed_digest", consensus.signedDigest())
        .put("path", consensus.path())
        .put("verification", consensus.verification().code())
        .put("signatures", consensus.goodSignatures())
        .put("needed", consensus.needed())
        .put("authorities", consensus.authorities());
  }

  private static void write(JsonBody body, HeldExitList list) {
    body.put("time", list.time()).put("sha256", list.sha256().toString()).put("path", list.path());
  }
}
