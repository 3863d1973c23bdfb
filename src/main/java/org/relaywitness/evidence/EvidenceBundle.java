package org.relaywitness.evidence;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Custody;
import org.relaywitness.lookup.Lookup;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.RelayHistory.Snapshot;

/**
 * An answer with every document that it was drawn from, as one file that {@link BundleVerifier} and
 * a sceptical expert can check without trusting whoever made it.
 *
 * <p>Read from the records in one state, then written with the raw documents streamed through: one
 * document is in memory at a time. The same question over the same records gives the same bytes.
 */
public final class EvidenceBundle {
  /** What such a file is called; the address that was looked up is not in it. */
  public static final String FILE_NAME = "relay-witness-evidence.zip";

  // Consecutive consensuses share most lines: the window spans dozens of them, and any zstd
  // program unpacks up to this one without being told (docs/decisions/0005).
  private static final int WINDOW_LOG = 27;
  private static final int LEVEL = 6;
  private static final Pattern SIGNATURE =
      Pattern.compile("(?m)^directory-signature (?:\\S+ )?([0-9A-Fa-f]{40}) ([0-9A-Fa-f]{40})");

  private final BundleQuestion question;
  private final Answer answer;
  private final List<Item> items;
  private final List<KeyCertificate> certificates;
  private final List<Custody> certificateCustody;

  /** A document that belongs into the bundle. */
  private record Item(String kind, Custody custody) {
    String name() {
      return kind + "/" + custody.sha256();
    }
  }

  private EvidenceBundle(
      BundleQuestion question,
      Answer answer,
      List<Item> items,
      List<KeyCertificate> certificates,
      List<Custody> certificateCustody) {
    this.question = question;
    this.answer = answer;
    this.items = List.copyOf(items);
    this.certificates = List.copyOf(certificates);
    this.certificateCustody = List.copyOf(certificateCustody);
  }

  /** Answers the question, and notes what the answer was drawn from. */
  public static EvidenceBundle of(Question question, Snapshot snapshot, Instant now) {
    Instant settled = Lookup.finalFrom(question);
    Instant judgedAt = (now.isBefore(settled) ? now : settled).truncatedTo(ChronoUnit.SECONDS);
    ReadRecords read = new ReadRecords(snapshot);
    Answer answer = Lookup.answer(question, read, judgedAt);
    List<Item> items = new ArrayList<>();
    snapshot
        .custody(read.readConsensuses())
        .forEach(custody -> items.add(new Item("consensuses", custody)));
    snapshot
        .custody(read.readExitLists())
        .forEach(custody -> items.add(new Item("exit-lists", custody)));
    // Archives name documents by their time: neighbours in time share most lines.
    items.sort(
        Comparator.comparing(Item::kind)
            .thenComparing(item -> item.custody.path())
            .thenComparing(item -> item.custody.sha256()));
    List<KeyCertificate> certificates = snapshot.certificates();
    return new EvidenceBundle(
        new BundleQuestion(question, judgedAt, snapshot.extent(), ProductVersion.current()),
        answer,
        items,
        certificates,
        snapshot.custody(certificates.stream().map(KeyCertificate::sha256).toList()));
  }

  /** The answer in it. */
  public Answer answer() {
    return answer;
  }

  /** Whether any of its documents is kept; without one a bundle proves nothing. */
  public boolean hasDocuments(Documents documents) {
    return items.isEmpty()
        || items.stream().anyMatch(item -> documents.find(item.custody.sha256()).isPresent());
  }

  /**
   * Writes the file; does not close the stream.
   *
   * @return how many documents are missing, each named in {@code custody.json}
   */
  public int write(Documents documents, OutputStream out) throws IOException {
    Set<Sha256> missing = new HashSet<>();
    Set<Sha256> certified = new TreeSet<>();
    try (BundleZip zip = new BundleZip(out)) {
      zip.add(BundleFiles.QUESTION, question.bytes());
      zip.add(BundleFiles.ANSWER, AnswerJson.bytes(answer, documents));
      try (OutputStream member = zip.begin(BundleFiles.DOCUMENTS)) {
        writeDocuments(documents, member, missing, certified);
      }
      zip.add(BundleFiles.CUSTODY, custody(missing, certified));
      zip.add(BundleFiles.README, BundleFiles.readme());
      zip.add(BundleFiles.SCRIPT, BundleFiles.script());
      zip.add(BundleFiles.MANIFEST, BundleFiles.manifest(zip.members()));
    }
    return missing.size();
  }

  private void writeDocuments(
      Documents documents, OutputStream member, Set<Sha256> missing, Set<Sha256> certified)
      throws IOException {
    ZstdOutputStream packed = new ZstdOutputStream(member, LEVEL);
    packed.setLong(WINDOW_LOG).setChecksum(true);
    try (packed;
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(packed, StandardCharsets.UTF_8.name())) {
      Set<String> signers = new HashSet<>();
      for (Item item : items) {
        Optional<byte[]> bytes = documents.find(item.custody.sha256());
        if (bytes.isEmpty()) {
          missing.add(item.custody.sha256());
          continue;
        }
        if (item.kind.equals("consensuses")) {
          addSigners(bytes.get(), signers);
        }
        add(tar, item.name(), bytes.get());
      }
      for (KeyCertificate certificate : certificates) {
        if (signers.contains(
            (certificate.identity() + " " + sha1(certificate.signingKey()))
                .toLowerCase(Locale.ROOT))) {
          certified.add(certificate.sha256());
          add(tar, "certificates/" + certificate.sha256(), certificate.document());
        }
      }
    }
  }

  private static void addSigners(byte[] consensus, Set<String> signers) {
    // Signatures stand at the end; the longest real ones take a few kilobytes.
    int start = Math.max(0, consensus.length - (1 << 16));
    String end =
        new String(consensus, start, consensus.length - start, StandardCharsets.ISO_8859_1);
    Matcher matcher = SIGNATURE.matcher(end);
    while (matcher.find()) {
      signers.add((matcher.group(1) + " " + matcher.group(2)).toLowerCase(Locale.ROOT));
    }
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-1", e);
    }
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    entry.setModTime(0);
    entry.setMode(0100644);
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private byte[] custody(Set<Sha256> missing, Set<Sha256> certified) {
    List<Item> all = new ArrayList<>(items);
    for (Custody custody : certificateCustody) {
      if (certified.contains(custody.sha256())) {
        all.add(new Item("certificates", custody));
      }
    }
    return JsonBody.bytes(
        body ->
            body.put("missing", missing.size())
                .objects(
                    "documents",
                    all,
                    (json, item) ->
                        json.put("name", item.name())
                            .put("sha256", item.custody.sha256().toString())
                            .put("in_bundle", !missing.contains(item.custody.sha256()))
                            .put("path", item.custody.path())
                            .put("source", item.custody.source())
                            .put(
                                "source_sha256",
                                item.custody.sourceSha256() == null
                                    ? null
                                    : item.custody.sourceSha256().toString())
                            .put("imported_at", item.custody.importedAt())
                            .put("imported_by", item.custody.version())));
  }
}
