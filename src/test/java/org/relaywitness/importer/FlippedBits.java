package org.relaywitness.importer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.netdoc.ConsensusParser;
import org.relaywitness.netdoc.DocumentParseException;
import org.relaywitness.netdoc.DocumentSplitter;
import org.relaywitness.netdoc.DocumentType;
import org.relaywitness.netdoc.KeyCertificateParser;
import org.relaywitness.netdoc.RawDocument;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleDocument;
import org.relaywitness.sample.SampleOptions;
import org.relaywitness.trust.AuthorityList;
import org.relaywitness.trust.ConsensusSignatures;
import org.relaywitness.trust.KeyCertificates;
import org.relaywitness.trust.SignedDocuments;

/**
 * Flips random bits of whole signed consensuses and reads them through the real parser and
 * verifier. A bit of the signed part: no signature may count. A bit of the signatures: at least one
 * counts less. What says the same as before (a letter of a digest in the other case) is no change.
 * Arguments: flips (20,000), folder of real documents (without one: synthetic ones).
 *
 * <pre>
 * java -cp target/test-classes:target/relaywitness.jar org.relaywitness.importer.FlippedBits 20000 FOLDER
 * </pre>
 */
final class FlippedBits {
  private final List<byte[]> documents = new ArrayList<>();
  private final ConsensusSignatures verifier;
  private final ConsensusParser parser = new ConsensusParser();
  private int refused;
  private int signedPart;
  private int signatures;
  private int same;

  private FlippedBits(AuthorityList authorities, KeyCertificates certificates) {
    verifier = new ConsensusSignatures(authorities, certificates);
  }

  static FlippedBits ofSample() throws Exception {
    SampleArchive archive =
        new SampleArchive(
            SampleOptions.of(1, 15, 5, 4, Instant.parse("2024-03-04T00:00:00Z")).withMicrodesc());
    KeyCertificates held = new KeyCertificates();
    List<byte[]> some = new ArrayList<>();
    archive.generate(
        document -> {
          if (document.kind() == SampleDocument.Kind.CERTIFICATE) {
            held.add(certificate(document.bytes()));
          } else if (document.kind() != SampleDocument.Kind.EXIT_LIST) {
            some.add(document.bytes());
          }
        });
    FlippedBits flipped = new FlippedBits(archive.authorities(), held);
    flipped.documents.addAll(some.subList(0, 6));
    return flipped;
  }

  static FlippedBits ofReal(Path folder) throws Exception {
    KeyCertificates held = new KeyCertificates();
    for (KeyCertificate certificate :
        SignedDocuments.certificates(folder.resolve("certs.tar.xz"))) {
      held.add(certificate);
    }
    FlippedBits flipped = new FlippedBits(AuthorityList.bundled(), held);
    for (String kind : List.of("consensuses", "consensuses-microdesc")) {
      try (Stream<Path> files = Files.list(folder.resolve(kind))) {
        for (Path file : files.filter(one -> one.toString().endsWith(".xz")).sorted().toList()) {
          flipped.documents.add(SignedDocuments.unxz(file));
        }
      }
    }
    return flipped;
  }

  private static KeyCertificate certificate(byte[] bytes) {
    try {
      return KeyCertificateParser.parse(
          new RawDocument(DocumentType.UNKNOWN, bytes, 0, bytes.length), "certificate");
    } catch (DocumentParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Prints what was done; ends with an exception when a flipped bit counted as good. */
  public static void main(String[] arguments) throws Exception {
    int flips = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    FlippedBits flipped = arguments.length > 1 ? ofReal(Path.of(arguments[1])) : ofSample();
    flipped.run(flips, new Random());
    System.out.println(flipped);
  }

  @Override
  public String toString() {
    return "%d bits flipped in %d consensuses: %d refused, %d in the signed part without a good signature, %d in signatures with fewer good ones, %d that change nothing; 0 counted as good"
        .formatted(
            refused + signedPart + signatures + same,
            documents.size(),
            refused,
            signedPart,
            signatures,
            same);
  }

  /** How many flips were judged by the signatures, not refused before. */
  int judged() {
    return signedPart + signatures;
  }

  void run(int flips, Random random) throws DocumentParseException {
    for (int i = 0; i < flips; i++) {
      byte[] whole = documents.get(i % documents.size());
      Consensus before = parse(whole);
      byte[] bytes = whole.clone();
      // The signatures are a small part of a large document: every other flip is among them.
      int from = i % 2 == 0 ? 0 : firstSignature(bytes);
      int bit = 8 * from + random.nextInt(8 * (bytes.length - from));
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      flip(before, bytes, bit);
    }
  }

  private void flip(Consensus before, byte[] bytes, int bit) {
    Consensus after;
    try {
      after = parse(bytes);
    } catch (DocumentParseException | IndexOutOfBoundsException e) {
      refused++;
      return;
    }
    int good = check(after, after.signatures()).good();
    boolean content = !after.signedDigest().equals(before.signedDigest());
    boolean signed = !after.signatures().equals(before.signatures());
    // At most the signatures that were left alone are good; one of an authority whose certificate
    // is lacking was not good before either.
    List<DirectorySignature> untouched = new ArrayList<>(before.signatures());
    untouched.retainAll(after.signatures());
    if (good > (content ? 0 : check(before, untouched).good())) {
      throw new IllegalStateException("bit " + bit + ": " + good + " good signatures: " + after);
    }
    signedPart += content ? 1 : 0;
    signatures += !content && signed ? 1 : 0;
    same += !content && !signed ? 1 : 0;
  }

  private ConsensusCheck check(Consensus consensus, List<DirectorySignature> signatures) {
    return verifier.check(
        consensus.flavor(), consensus.validAfter(), consensus.signedDigest(), signatures);
  }

  private Consensus parse(byte[] bytes) throws DocumentParseException {
    RawDocument document = DocumentSplitter.split(bytes).get(0);
    return parser.parse(document, "flipped", new PackedAppearances(1 << 16));
  }

  private static int firstSignature(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.indexOf("\ndirectory-signature ");
  }
}
