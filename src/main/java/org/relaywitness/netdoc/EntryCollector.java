package org.relaywitness.netdoc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.RouterStatusEntry;
import org.relaywitness.directory.RouterStatusEntry.OrAddress;

/** Makes values of all entries, running or not; for evidence and tests. */
final class EntryCollector implements EntrySink {
  private final List<RouterStatusEntry> entries = new ArrayList<>();

  @Override
  public void take(EntryScanner entry) {
    List<OrAddress> orAddresses = new ArrayList<>(entry.addressCount);
    for (int i = 0; i < entry.addressCount; i++) {
      byte[] address =
          Arrays.copyOfRange(entry.addresses, 16 * i, 16 * i + entry.addressLengths[i]);
      orAddresses.add(new OrAddress(Addresses.ofBytes(address), entry.ports[i]));
    }
    int nicknameEnd = entry.nicknameStart + entry.nicknameLength;
    entries.add(
        new RouterStatusEntry(
            Fingerprint.ofBytes(entry.identity),
            Ascii.text(entry.bytes(), entry.nicknameStart, nicknameEnd),
            orAddresses,
            entry.running,
            entry.exit,
            entry.badExit,
            policy(entry.policy)));
  }

  private static @Nullable ExitPolicySummary policy(byte @Nullable [] text) {
    if (text == null) {
      return null;
    }
    ExitPolicySummary policy = ExitPolicySummary.find(Ascii.text(text, 0, text.length));
    if (policy == null) {
      throw new IllegalStateException("a policy was read that is none");
    }
    return policy;
  }

  List<RouterStatusEntry> entries() {
    return List.copyOf(entries);
  }
}
