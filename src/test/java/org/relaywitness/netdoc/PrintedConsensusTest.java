package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.RouterStatusEntry;
import org.relaywitness.directory.RouterStatusEntry.OrAddress;

/** Reading what was printed gives what was printed, on both paths and in both flavours. */
class PrintedConsensusTest {

  @Property(tries = 500)
  void entries_printedAsNs_areReadBack(@ForAll("entries") List<RouterStatusEntry> entries)
      throws DocumentParseException {
    assertReadBack(ConsensusText.ns(), entries, true);
    assertReadBack(ConsensusText.ns().crlf(), entries, true);
  }

  @Property(tries = 500)
  void entries_printedAsMicrodesc_areReadBack(
      @ForAll("entriesWithoutPolicy") List<RouterStatusEntry> entries)
      throws DocumentParseException {
    assertReadBack(ConsensusText.microdesc(), entries, false);
  }

  private static void assertReadBack(
      ConsensusText text, List<RouterStatusEntry> entries, boolean ns)
      throws DocumentParseException {
    entries.forEach(entry -> print(text, entry, ns));
    ConsensusParser parser = new ConsensusParser();
    assertEquals(entries, parser.parseEntries(text.raw(), "printed"));

    PackedAppearances packed = new PackedAppearances(64);
    List<RouterStatusEntry> running = entries.stream().filter(RouterStatusEntry::running).toList();
    assertEquals(running.size(), parser.parse(text.raw(), "printed", packed).entries());
    assertEquals(
        running.stream().flatMap(entry -> entry.appearances().stream()).toList(), packed.toList());
  }

  private static void print(ConsensusText text, RouterStatusEntry entry, boolean ns) {
    OrAddress first = entry.orAddresses().get(0);
    text.lines(
        "r "
            + entry.nickname()
            + " "
            + Base64.getEncoder().withoutPadding().encodeToString(entry.fingerprint().toBytes())
            + (ns ? " digest" : "")
            + " 2020-01-01 00:00:00 "
            + Addresses.format(first.address())
            + " "
            + first.port()
            + " 0");
    for (OrAddress further : entry.orAddresses().subList(1, entry.orAddresses().size())) {
      String address = Addresses.format(further.address());
      text.lines(
          "a " + (address.contains(":") ? "[" + address + "]" : address) + ":" + further.port());
    }
    text.lines(
        "s"
            + (entry.badExit() ? " BadExit" : "")
            + (entry.exit() ? " Exit" : "")
            + " Fast"
            + (entry.running() ? " Running" : ""));
    ExitPolicySummary policy = entry.policy();
    if (policy != null) {
      text.lines("p " + policy);
    }
  }

  @Provide
  static Arbitrary<List<RouterStatusEntry>> entries() {
    return entry(policies().injectNull(0.2)).list().ofMaxSize(8);
  }

  private static Arbitrary<ExitPolicySummary> policies() {
    Arbitrary<ExitPolicySummary.PortRange> range =
        Combinators.combine(
                Arbitraries.integers().between(0, 65535), Arbitraries.integers().between(0, 65535))
            .as((a, b) -> new ExitPolicySummary.PortRange(Math.min(a, b), Math.max(a, b)));
    Arbitrary<ExitPolicySummary> policy =
        Combinators.combine(Arbitraries.of(true, false), range.list().ofMinSize(1).ofMaxSize(12))
            .as(ExitPolicySummary::new);
    return policy;
  }

  @Provide
  static Arbitrary<List<RouterStatusEntry>> entriesWithoutPolicy() {
    return entry(policies().injectNull(1)).list().ofMaxSize(8);
  }

  private static Arbitrary<RouterStatusEntry> entry(
      Arbitrary<@Nullable ExitPolicySummary> policies) {
    Arbitrary<Fingerprint> fingerprints =
        Arbitraries.bytes().array(byte[].class).ofSize(20).map(Fingerprint::ofBytes);
    Arbitrary<String> nicknames =
        Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(19);
    Arbitrary<Boolean> flag = Arbitraries.of(true, false);
    return Combinators.combine(fingerprints, nicknames, orAddresses(), flag, flag, flag, policies)
        .as(RouterStatusEntry::new);
  }

  private static Arbitrary<List<OrAddress>> orAddresses() {
    Arbitrary<byte[]> ipv4 = Arbitraries.bytes().array(byte[].class).ofSize(4);
    Arbitrary<byte[]> ipv6 = Arbitraries.bytes().array(byte[].class).ofSize(16);
    Arbitrary<byte[]> further = Arbitraries.frequencyOf(Tuple.of(1, ipv4), Tuple.of(3, ipv6));
    return Combinators.combine(orAddress(ipv4), orAddress(further).list().ofMaxSize(3))
        .as(PrintedConsensusTest::joined);
  }

  private static Arbitrary<OrAddress> orAddress(Arbitrary<byte[]> bytes) {
    return Combinators.combine(bytes, Arbitraries.integers().between(0, 65535))
        .as((address, port) -> new OrAddress(Addresses.ofBytes(address), port));
  }

  private static List<OrAddress> joined(OrAddress first, List<OrAddress> further) {
    List<OrAddress> all = new ArrayList<>();
    all.add(first);
    all.addAll(further);
    return all;
  }
}
