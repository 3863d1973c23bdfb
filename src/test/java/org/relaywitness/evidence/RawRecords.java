package org.relaywitness.evidence;

import java.io.BufferedInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.Sha256;
import org.relaywitness.lookup.Custody;
import org.relaywitness.lookup.Extent;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;
import org.relaywitness.netdoc.ConsensusParser;
import org.relaywitness.netdoc.DocumentParseException;
import org.relaywitness.netdoc.DocumentSplitter;
import org.relaywitness.netdoc.ExitListParser;
import org.relaywitness.netdoc.KeyCertificateParser;
import org.relaywitness.netdoc.RawDocument;
import org.relaywitness.sample.SampleDemo;
import org.relaywitness.trust.AuthorityList;
import org.relaywitness.trust.ConsensusSignatures;
import org.relaywitness.trust.KeyCertificates;
import org.tukaani.xz.XZInputStream;

/**
 * Raw documents held in memory, with what a store knows of them besides: bundles are made of it.
 */
final class RawRecords extends DocumentHistory {
  private static final Instant IMPORTED = Instant.parse("2024-06-01T00:00:00Z");

  private final Map<Sha256, byte[]> raw = new HashMap<>();
  private final Map<Sha256, String> paths = new TreeMap<>();
  private final Map<Sha256, String> signed = new HashMap<>();
  private final List<KeyCertificate> certificates = new ArrayList<>();

  RawRecords() {
    super(new Extent(null, null, null, null));
  }

  /** Gives what stands in the place of a document: the same, another, several, or nothing. */
  interface Editing {
    List<byte[]> edited(String name, byte[] document);
  }

  /** The documents of the demo, not settled yet. */
  static RawRecords demo(Editing editing) throws Exception {
    RawRecords records = new RawRecords();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new XZInputStream(new BufferedInputStream(SampleDemo.open())),
            StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        for (byte[] document : editing.edited(entry.getName(), tar.readAllBytes())) {
          records.add(entry.getName(), document);
        }
      }
    }
    return records;
  }

  void add(String name, byte[] document) throws DocumentParseException {
    RawDocument one = DocumentSplitter.split(document).get(0);
    raw.put(one.sha256(), document);
    switch (one.type()) {
      case CONSENSUS -> {
        PackedAppearances packed = new PackedAppearances(1024);
        Consensus consensus = new ConsensusParser().parse(one, name, packed);
        add(consensus, packed.toList(), name, "archive.tar.xz");
        signed.put(one.sha256(), consensus.validAfter() + consensus.signedDigest());
      }
      case EXIT_LIST -> add(ExitListParser.parse(one, name), name, "archive.tar.xz");
      case KEY_CERTIFICATE -> certificates.add(KeyCertificateParser.parse(one, name));
      default -> {
        return;
      }
    }
    paths.put(one.sha256(), name);
  }

  /** Checks all signatures against these authorities. */
  RawRecords settle(AuthorityList authorities) {
    KeyCertificates held = new KeyCertificates();
    certificates.forEach(held::add);
    settle(new ConsensusSignatures(authorities, held));
    return this;
  }

  Optional<byte[]> find(Sha256 sha256) {
    return Optional.ofNullable(raw.get(sha256));
  }

  @Override
  public Extent extent() {
    List<HeldConsensus> all = consensuses(Instant.MIN, Instant.MAX);
    List<HeldExitList> lists = exitLists(Instant.MIN, Instant.MAX);
    return new Extent(
        all.isEmpty() ? null : all.get(0).validAfter(),
        all.isEmpty() ? null : all.get(all.size() - 1).validAfter(),
        lists.isEmpty() ? null : lists.get(0).time(),
        lists.isEmpty() ? null : lists.get(lists.size() - 1).time());
  }

  @Override
  public List<KeyCertificate> certificates() {
    return certificates;
  }

  @Override
  public List<Custody> custody(Collection<Sha256> wanted) {
    Set<Sha256> named = new HashSet<>(wanted);
    Set<String> copied = new HashSet<>();
    named.forEach(one -> copied.add(signed.getOrDefault(one, "none")));
    return paths.entrySet().stream()
        .filter(
            one ->
                named.contains(one.getKey())
                    || copied.contains(signed.getOrDefault(one.getKey(), "")))
        .map(
            one -> new Custody(one.getKey(), one.getValue(), "archive.tar.xz", null, IMPORTED, "1"))
        .toList();
  }
}
