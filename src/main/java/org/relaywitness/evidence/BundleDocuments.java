package org.relaywitness.evidence;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.DocumentsException;
import org.relaywitness.netdoc.ConsensusParser;
import org.relaywitness.netdoc.DocumentParseException;
import org.relaywitness.netdoc.DocumentSplitter;
import org.relaywitness.netdoc.DocumentType;
import org.relaywitness.netdoc.ExitListParser;
import org.relaywitness.netdoc.KeyCertificateParser;
import org.relaywitness.netdoc.RawDocument;
import org.relaywitness.trust.KeyCertificates;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the documents of a bundle into a history, within limits. */
final class BundleDocuments {
  private static final int WINDOW_LOG = 27;
  private static final long MOST_BYTES = 4L << 30;
  private static final int LONGEST = 64 << 20;
  private static final int MOST_DOCUMENTS = 20_000;
  private static final int MOST_WEIGHT = 3_000_000;

  private final DocumentHistory history;
  private final KeyCertificates certificates;
  private final ConsensusParser parser = new ConsensusParser();
  private final Map<String, JsonNode> expected = new HashMap<>();
  private int missing;
  private int count;

  BundleDocuments(DocumentHistory history, KeyCertificates certificates, byte[] custody)
      throws BundleException {
    this.history = history;
    this.certificates = certificates;
    try {
      JsonMapper mapper = new JsonMapper();
      JsonNode stated = mapper.readTree(custody);
      // Another form could show a reader what a program does not see: a name that stands twice.
      if (!Arrays.equals(mapper.writeValueAsBytes(stated), custody)) {
        throw new BundleException("custody.json is not as it was written");
      }
      for (JsonNode document : stated.path("documents")) {
        if (!document.path("in_bundle").asBoolean(false)) {
          missing++;
        } else if (expected.put(document.path("name").asString(""), document) != null
            || expected.size() > MOST_DOCUMENTS) {
          throw new BundleException("custody.json names a document twice, or too many");
        }
      }
    } catch (JacksonException e) {
      throw new BundleException("custody.json cannot be read");
    }
  }

  /** How many documents the bundle says it lacks. */
  int missing() {
    return missing;
  }

  /** How many documents were read. */
  int count() {
    return count;
  }

  /** Reads them from the bundle, whose container is known to be sound. */
  void read(Path file) throws IOException, BundleException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        InputStream member = BundleMember.open(in, BundleFiles.DOCUMENTS)) {
      unpack(member);
    }
    if (!expected.isEmpty()) {
      throw new BundleException(
          expected.size() + " documents that custody.json names are not there");
    }
  }

  private void unpack(InputStream packed) throws BundleException {
    try (ZstdInputStream plain = new ZstdInputStream(packed);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new Limited(plain.setLongMax(WINDOW_LOG)), StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        JsonNode document = expected.remove(entry.getName());
        if (document == null || !entry.isFile() || entry.getSize() > LONGEST) {
          throw new BundleException("an unexpected document: " + Untrusted.shown(entry.getName()));
        }
        byte[] bytes = tar.readNBytes((int) entry.getSize());
        if (bytes.length < entry.getSize()) {
          throw new BundleException("documents.tar.zst ends too early");
        }
        take(entry.getName(), document, bytes);
        count++;
      }
    } catch (IOException e) {
      throw new BundleException("documents.tar.zst cannot be unpacked");
    }
  }

  /**
   * One of the documents of a bundle that was read whole before: all limits hold then.
   *
   * @throws DocumentsException when it cannot be read any more
   */
  static Optional<byte[]> find(Path file, Sha256 sha256) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        InputStream member = BundleMember.open(in, BundleFiles.DOCUMENTS);
        ZstdInputStream plain = new ZstdInputStream(member);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new Limited(plain.setLongMax(WINDOW_LOG)), StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().endsWith("/" + sha256)) {
          return Optional.of(tar.readNBytes(LONGEST));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new DocumentsException("the bundle cannot be read again", e);
    }
  }

  private void take(String name, JsonNode document, byte[] bytes) throws BundleException {
    List<RawDocument> split = DocumentSplitter.split(bytes);
    RawDocument raw = split.get(0);
    String sha256 = document.path("sha256").asString("");
    String path = document.path("path").asString("");
    String source = document.path("source").asString("");
    boolean certificate = name.equals("certificates/" + sha256);
    // A certificate is kept without what stood before it in its file; its own keys vouch for it.
    if (split.size() != 1 || (!certificate && !raw.sha256().toString().equals(sha256))) {
      throw new BundleException(name + " has not the SHA-256 that it is named by");
    }
    try {
      if (certificate && raw.type() == DocumentType.KEY_CERTIFICATE) {
        certificates.add(KeyCertificateParser.parse(raw, name));
      } else if (name.equals("consensuses/" + sha256) && raw.type() == DocumentType.CONSENSUS) {
        PackedAppearances appearances = new PackedAppearances(bytes.length / 2);
        Consensus consensus = parser.parse(raw, name, appearances);
        history.add(consensus, appearances.toList(), path, source);
      } else if (name.equals("exit-lists/" + sha256) && raw.type() == DocumentType.EXIT_LIST) {
        history.add(ExitListParser.parse(raw, path), path, source);
      } else {
        throw new BundleException(Untrusted.shown(name) + " is no document of its kind");
      }
    } catch (DocumentParseException e) {
      throw new BundleException(Untrusted.shown(name) + " cannot be read");
    }
    if (history.weight() > MOST_WEIGHT) {
      throw new BundleException("the documents hold more than any real ones");
    }
  }

  /** Ends with an error behind so many bytes: whatever a hostile file unpacks to. */
  private static final class Limited extends FilterInputStream {
    private long left = MOST_BYTES;

    Limited(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = in.read(bytes, from, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw new IOException("more than " + MOST_BYTES + " bytes");
      }
      return count;
    }

    @Override
    public long skip(long wanted) throws IOException {
      long skipped = in.skip(wanted);
      left -= skipped;
      return skipped;
    }
  }
}
