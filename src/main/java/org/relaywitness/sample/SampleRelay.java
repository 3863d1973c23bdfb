package org.relaywitness.sample;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;

/** A relay of the sample as it is this hour, and its router status entry. Mutable. */
final class SampleRelay {
  /** How often a relay publishes a new server descriptor. */
  private static final int PUBLISHING_SECONDS = 18 * 3600;

  private static final String PROTOCOLS =
      "pr Conflux=1 Cons=1-2 Desc=1-2 DirCache=2 FlowCtrl=1-2 HSDir=2 HSIntro=4-5 HSRend=1-2"
          + " Link=1-5 LinkAuth=1,3 Microdesc=1-2 Padding=2 Relay=1-4";

  final Fingerprint fingerprint;
  private final long identityHash;
  private final String identityBase64;
  String nickname;
  String address;
  int orPort;
  int dirPort;
  @Nullable String ipv6;
  boolean exit;
  boolean badExit;
  boolean fast = true;
  boolean guard;
  boolean hsDir;
  boolean stable;
  String version = "0.4.8.10";
  int bandwidth = 1000;

  /** The policy summary; {@code null}: no {@code p} line. */
  @Nullable String policy = SamplePolicies.NONE;

  /** Whether the exit scanner reaches it. */
  boolean scanned = true;

  /** Where its traffic leaves; {@code null}: from its OR address. */
  @Nullable String exitAddress;

  /** A second address where traffic leaves; {@code null} with nearly all. */
  @Nullable String secondExitAddress;

  /** Whether it comes and goes. */
  boolean flaky;

  /** Since when it has been listed with this address, in seconds. */
  long listedSince = Long.MIN_VALUE;

  private byte @Nullable [] entry;
  private byte @Nullable [] microdescEntry;
  private long entryPublication;

  SampleRelay(Fingerprint fingerprint, String nickname, String address, int orPort) {
    this.fingerprint = fingerprint;
    this.identityHash =
        SampleRandom.mix(fingerprint.head() ^ Long.rotateLeft(fingerprint.middle(), 17));
    this.identityBase64 = DocumentText.base64(fingerprint.toBytes());
    this.nickname = nickname;
    this.address = address;
    this.orPort = orPort;
  }

  /** To be called after any change that the entry shows. */
  void changed() {
    entry = null;
    microdescEntry = null;
  }

  /** A number of its own, always the same, to spread relays over time. */
  int phase(int bound) {
    return (int) Long.remainderUnsigned(identityHash, bound);
  }

  /** Whether its policy allows some port. */
  boolean allowsExiting() {
    return policy != null && !policy.equals(SamplePolicies.NONE);
  }

  /** When it last published its descriptor, at this time; both in seconds. */
  long published(long now) {
    return publication(now) * PUBLISHING_SECONDS + phase(PUBLISHING_SECONDS);
  }

  private long publication(long now) {
    return Math.floorDiv(now - 900 - phase(PUBLISHING_SECONDS), PUBLISHING_SECONDS);
  }

  /** The router status entry of a consensus of flavour ns (dir-spec 3.4.1). */
  byte[] entry(long validAfter) {
    refresh(validAfter);
    if (entry == null) {
      StringBuilder text = new StringBuilder(700);
      text.append("r ").append(nickname).append(' ').append(identityBase64).append(' ');
      text.append(digest(entryPublication, 20)).append(' ');
      appendAddresses(text);
      appendFlags(text);
      if (policy != null) {
        text.append("p ").append(policy).append('\n');
      }
      entry = text.toString().getBytes(StandardCharsets.US_ASCII);
    }
    return entry;
  }

  /** The router status entry of a consensus of flavour microdesc (dir-spec 3.9.2). */
  byte[] microdescEntry(long validAfter) {
    refresh(validAfter);
    if (microdescEntry == null) {
      StringBuilder text = new StringBuilder(400);
      text.append("r ").append(nickname).append(' ').append(identityBase64).append(' ');
      appendAddresses(text);
      text.append("m ").append(digest(String.valueOf(policy).hashCode(), 32)).append('\n');
      appendFlags(text);
      microdescEntry = text.toString().getBytes(StandardCharsets.US_ASCII);
    }
    return microdescEntry;
  }

  private void refresh(long validAfter) {
    long publication = publication(validAfter);
    if (publication != entryPublication) {
      entryPublication = publication;
      changed();
    }
  }

  private void appendAddresses(StringBuilder text) {
    // Since method 33 the time of publication is the same in all entries.
    text.append("2038-01-01 00:00:00 ").append(address).append(' ').append(orPort);
    text.append(' ').append(dirPort).append('\n');
    if (ipv6 != null) {
      text.append("a [").append(ipv6).append("]:").append(orPort).append('\n');
    }
  }

  private void appendFlags(StringBuilder text) {
    text.append("s ");
    text.append(badExit ? "BadExit " : "").append(exit ? "Exit " : "");
    text.append(fast ? "Fast " : "").append(guard ? "Guard " : "");
    text.append(hsDir ? "HSDir " : "").append("Running ").append(stable ? "Stable " : "");
    text.append("V2Dir Valid\nv Tor ").append(version).append('\n');
    text.append(PROTOCOLS).append("\nw Bandwidth=").append(bandwidth).append('\n');
  }

  private String digest(long number, int length) {
    byte[] digest = new SampleRandom(identityHash ^ number).nextBytes(length);
    return Base64.getEncoder().withoutPadding().encodeToString(digest);
  }
}
