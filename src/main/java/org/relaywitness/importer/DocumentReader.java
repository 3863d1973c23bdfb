package org.relaywitness.importer;

import java.time.Instant;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.Sha256;
import org.relaywitness.importer.Step.Known;
import org.relaywitness.importer.Step.ParsedCertificate;
import org.relaywitness.importer.Step.ParsedConsensus;
import org.relaywitness.importer.Step.ParsedExitList;
import org.relaywitness.importer.Step.Rejected;
import org.relaywitness.importer.Step.Skipped;
import org.relaywitness.netdoc.ConsensusParser;
import org.relaywitness.netdoc.DocumentParseException;
import org.relaywitness.netdoc.DocumentType;
import org.relaywitness.netdoc.ExitListParser;
import org.relaywitness.netdoc.KeyCertificateParser;
import org.relaywitness.netdoc.RawDocument;
import org.relaywitness.trust.CertificateCheck;
import org.relaywitness.trust.KeyCertificates;

/** Turns one raw document into a {@link Step}. Thread-safe: several workers share one. */
final class DocumentReader {
  /** An appearance packs to 60 to 250 bytes, and a consensus has one for about 250 of its bytes. */
  private static final int PACKED_SHARE = 2;

  private final KnownDocuments known;
  private final RawKeeping raw;
  private final KeyCertificates certificates;
  private final ConsensusVerifier verifier;
  private final ThreadLocal<ConsensusParser> parsers =
      ThreadLocal.withInitial(ConsensusParser::new);

  DocumentReader(
      KnownDocuments known,
      RawKeeping raw,
      KeyCertificates certificates,
      ConsensusVerifier verifier) {
    this.known = known;
    this.raw = raw;
    this.certificates = certificates;
    this.verifier = verifier;
  }

  /**
   * Reads a document.
   *
   * @param path the file's name, or the member's name in its archive
   * @param named whether the user named the very file that holds it: then being no directory
   *     document is an error
   */
  Step read(RawDocument document, String path, boolean named) {
    return switch (document.type()) {
      case OTHER -> new Skipped();
      case UNKNOWN -> unknown(document, path, named);
      case CONSENSUS, EXIT_LIST, KEY_CERTIFICATE -> readWanted(document, path);
    };
  }

  private Step readWanted(RawDocument document, String path) {
    Sha256 sha256 = document.sha256();
    boolean kept = document.type() == DocumentType.KEY_CERTIFICATE || raw.contains(sha256);
    if (kept && known.contains(sha256)) {
      return new Known(sha256);
    }
    try {
      return switch (document.type()) {
        case CONSENSUS -> readConsensus(document, path);
        case EXIT_LIST -> new ParsedExitList(path, ExitListParser.parse(document, path), document);
        default -> readCertificate(document, path);
      };
    } catch (DocumentParseException e) {
      return new Rejected(sha256, path, String.valueOf(e.getMessage()), false);
    }
  }

  private Step readConsensus(RawDocument document, String path) throws DocumentParseException {
    PackedAppearances appearances = new PackedAppearances(document.length() / PACKED_SHARE);
    Consensus consensus = parsers.get().parse(document, path, appearances);
    Instant validAfter = consensus.validAfter();
    ConsensusCheck check =
        verifier.check(
            consensus.flavor(), validAfter, consensus.signedDigest(), consensus.signatures());
    return new ParsedConsensus(path, consensus, appearances, check, document);
  }

  /** Takes a genuine certificate up at once, so that the documents behind it profit. */
  private Step readCertificate(RawDocument document, String path) throws DocumentParseException {
    CertificateCheck check = certificates.add(KeyCertificateParser.parse(document, path));
    if (!check.accepted()) {
      return new Rejected(check.certificate().sha256(), path, path + ": " + check.message(), false);
    }
    return new ParsedCertificate(path, check.certificate());
  }

  private static Step unknown(RawDocument document, String path, boolean named) {
    if (!named) {
      return new Skipped();
    }
    return new Rejected(
        document.sha256(),
        path,
        path
            + ": found no directory document, expected a consensus, an exit list, a key"
            + " certificate, or an archive of these",
        false);
  }
}
