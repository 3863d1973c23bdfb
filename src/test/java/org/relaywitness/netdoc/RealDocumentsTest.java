package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.RouterStatusEntry;
import org.relaywitness.directory.Sha256;
import org.tukaani.xz.XZInputStream;

/** The parsers against real documents, whose counts were taken independently. */
class RealDocumentsTest {

  @Test
  void consensuses_real_haveTheKnownCounts() throws DocumentParseException {
    ConsensusParser parser = new ConsensusParser();
    for (Map<String, String> row : RealData.table("consensuses.tsv")) {
      String file = value(row, "file");
      byte[] bytes = RealData.read(RealData.folder().resolve(file));
      RawDocument raw = only(bytes, DocumentType.CONSENSUS, file);
      PackedAppearances packed = new PackedAppearances(1 << 20);
      Consensus consensus = parser.parse(raw, file, packed);
      List<RouterStatusEntry> entries = parser.parseEntries(raw, file);

      assertEquals(number(row, "bytes"), bytes.length, file);
      assertEquals(Flavor.ofKeyword(value(row, "flavour")), consensus.flavor(), file);
      assertEquals(number(row, "method"), consensus.method(), file);
      assertEquals(
          Instant.parse(value(row, "valid_after").replace(' ', 'T') + "Z"),
          consensus.validAfter(),
          file);
      assertEquals(number(row, "signatures"), consensus.signatures().size(), file);
      assertEquals(value(row, "eol").equals("CRLF"), consensus.crlf(), file);
      assertEquals(number(row, "running"), consensus.entries(), file);
      assertEquals(number(row, "entries"), entries.size(), file);
      assertEquals(
          number(row, "exit"), entries.stream().filter(RouterStatusEntry::exit).count(), file);
      assertEquals(
          number(row, "a_lines"),
          entries.stream().mapToInt(entry -> entry.orAddresses().size() - 1).sum(),
          file);
      assertEquals(Sha256.digest(bytes), consensus.sha256(), file + " as it stands");
      assertPathsAgree(file, packed, entries);
    }
  }

  private static void assertPathsAgree(
      String file, PackedAppearances packed, List<RouterStatusEntry> entries) {
    List<Appearance> cold =
        entries.stream()
            .filter(RouterStatusEntry::running)
            .flatMap(entry -> entry.appearances().stream())
            .toList();
    assertEquals(cold, packed.toList(), file);
    PackedAppearances again = PackedAppearances.of(packed.toList());
    assertArrayEquals(
        Arrays.copyOf(again.buffer(), again.length()),
        Arrays.copyOf(packed.buffer(), packed.length()),
        file);
    assertTrue(packed.length() < 2 << 20, file);
  }

  /** The strongest check of all three parsers: real signatures hold what was digested here. */
  @Test
  void signatures_real_holdTheSignedDigest() throws Exception {
    Map<String, KeyCertificate> certificates = new HashMap<>();
    for (Map.Entry<String, byte[]> file : certificateFiles().entrySet()) {
      KeyCertificate certificate =
          KeyCertificateParser.parse(
              only(file.getValue(), DocumentType.KEY_CERTIFICATE, file.getKey()), file.getKey());
      byte[] key = MessageDigest.getInstance("SHA-1").digest(certificate.signingKey());
      certificates.put(certificate.identity() + " " + Fingerprint.ofBytes(key), certificate);
    }
    for (Map<String, String> row : RealData.table("consensuses.tsv")) {
      String file = value(row, "file");
      byte[] bytes = RealData.read(RealData.folder().resolve(file));
      Consensus consensus =
          new ConsensusParser()
              .parse(only(bytes, DocumentType.CONSENSUS, file), file, new PackedAppearances(64));
      int verified = 0;
      int missing = 0;
      for (DirectorySignature signature : consensus.signatures()) {
        KeyCertificate certificate =
            certificates.get(signature.identity() + " " + signature.signingKeyDigest());
        if (certificate == null) {
          missing++;
        } else {
          String recovered = recover(certificate.signingKey(), signature.signature());
          assertTrue(recovered.endsWith("ff00" + consensus.signedDigest()), file);
          verified++;
        }
      }
      assertEquals(number(row, "verified_with_certs.tar.xz"), verified, file);
      assertEquals(number(row, "certificate_missing"), missing, file);
    }
  }

  @Test
  void certifications_real_signWhatSignedLengthSays() throws Exception {
    for (Map.Entry<String, byte[]> file : certificateFiles().entrySet()) {
      KeyCertificate certificate =
          KeyCertificateParser.parse(
              only(file.getValue(), DocumentType.KEY_CERTIFICATE, file.getKey()), file.getKey());
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(certificate.document(), 0, certificate.signedLength());
      assertTrue(
          recover(certificate.identityKey(), certificate.certification())
              .endsWith("ff00" + HexFormat.of().formatHex(sha1.digest())),
          file.getKey());
      if (certificate.crosscert().length > 0) {
        assertTrue(
            recover(certificate.signingKey(), certificate.crosscert())
                .endsWith(
                    "ff00" + HexFormat.of().formatHex(sha1.digest(certificate.identityKey()))),
            file.getKey());
      }
    }
  }

  /** What the owner of this PKCS#1 key signed, as hex digits. */
  private static String recover(byte[] key, byte[] signature) {
    ByteBuffer der = ByteBuffer.wrap(key);
    der.get();
    readLength(der);
    BigInteger modulus = readInteger(der);
    BigInteger exponent = readInteger(der);
    return new BigInteger(1, signature).modPow(exponent, modulus).toString(16);
  }

  private static BigInteger readInteger(ByteBuffer der) {
    der.get();
    byte[] value = new byte[readLength(der)];
    der.get(value);
    return new BigInteger(1, value);
  }

  private static int readLength(ByteBuffer der) {
    int first = der.get() & 0xff;
    int length = first < 0x80 ? first : 0;
    for (int i = 0x80; i < first; i++) {
      length = (length << 8) | (der.get() & 0xff);
    }
    return length;
  }

  private static Map<String, byte[]> certificateFiles() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (InputStream file = Files.newInputStream(RealData.folder().resolve("certs.tar.xz"));
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(file)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          files.put(entry.getName(), tar.readAllBytes());
        }
      }
    }
    return files;
  }

  @Test
  void exitLists_real_haveTheKnownCounts() throws DocumentParseException {
    for (Map<String, String> row : RealData.table("exit-lists.tsv")) {
      String file = value(row, "file");
      Path path = RealData.folder().resolve(file);
      byte[] bytes = RealData.read(path);
      RawDocument raw = only(bytes, DocumentType.EXIT_LIST, file);
      ExitList list = ExitListParser.parse(raw, RealData.name(path));

      assertEquals(number(row, "bytes"), bytes.length, file);
      assertEquals(number(row, "exit_nodes"), list.entries().size(), file);
      assertEquals(number(row, "exit_addresses"), list.scanCount(), file);
      String[] time = RealData.name(path).substring(0, 19).split("-", 4);
      assertEquals(
          Instant.parse(
              time[0] + "-" + time[1] + "-" + time[2] + "T" + time[3].replace('-', ':') + "Z"),
          list.time(),
          file);
      assertEquals(Sha256.digest(bytes), list.sha256(), file);
    }
  }

  @Test
  void certificates_real_areAllRead() throws Exception {
    int certificates = 0;
    int withoutCrosscert = 0;
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteArrayOutputStream cached = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> file : certificateFiles().entrySet()) {
      String name = file.getKey();
      KeyCertificate certificate =
          KeyCertificateParser.parse(
              only(file.getValue(), DocumentType.KEY_CERTIFICATE, name), name);
      certificates++;
      withoutCrosscert += certificate.crosscert().length == 0 ? 1 : 0;
      assertCertificate(certificate, name);
      all.writeBytes(file.getValue());
      cached.writeBytes(certificate.document());
    }
    assertEquals(185, certificates);
    assertEquals(2, withoutCrosscert);
    assertSplitInto(185, all.toByteArray());
    assertSplitInto(185, cached.toByteArray());
    byte[] crlf =
        cached
            .toString(StandardCharsets.ISO_8859_1)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertSplitInto(185, crlf);
  }

  private static void assertCertificate(KeyCertificate certificate, String name) throws Exception {
    assertEquals(3, certificate.version(), name);
    assertTrue(certificate.published().isBefore(certificate.expires()), name);
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    assertEquals(
        certificate.identity(), Fingerprint.ofBytes(sha1.digest(certificate.identityKey())), name);
    assertTrue(certificate.signingKey().length > 100, name);
    assertTrue(certificate.certification().length >= 128, name);
    String signed =
        new String(
            certificate.document(), 0, certificate.signedLength(), StandardCharsets.ISO_8859_1);
    assertTrue(signed.startsWith("dir-key-certificate-version 3\n"), name);
    assertTrue(signed.endsWith("\ndir-key-certification\n"), name);
  }

  private static void assertSplitInto(int expected, byte[] file) throws DocumentParseException {
    List<RawDocument> documents = DocumentSplitter.split(file);
    assertEquals(expected, documents.size());
    for (RawDocument document : documents) {
      assertEquals(3, KeyCertificateParser.parse(document, "certs").version());
    }
  }

  @Test
  void votes_real_areSkippedAndHoldOneCertificateEach() throws IOException, DocumentParseException {
    for (Path file : RealData.files("votes")) {
      byte[] bytes = RealData.read(file);
      RawDocument vote = only(bytes, DocumentType.OTHER, RealData.name(file));
      assertEquals(DocumentType.OTHER, DocumentType.ofHead(bytes, 4096));
      List<RawDocument> certificates = DocumentSplitter.findEmbeddedCertificates(vote);
      assertEquals(1, certificates.size());
      KeyCertificate certificate = KeyCertificateParser.parse(certificates.get(0), "vote");
      assertTrue(RealData.name(file).contains(certificate.identity().toString()));
    }
    assertFalse(RealData.files("votes").isEmpty());
  }

  @Test
  void documents_realOneBehindAnother_areSplitAsTheyWereJoined() throws DocumentParseException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    List<Path> files =
        List.of(
            RealData.files("consensuses").get(0),
            RealData.files("votes").get(0),
            RealData.files("consensuses-microdesc").get(0),
            RealData.files("exit-lists").get(0),
            RealData.files("exit-lists").get(1),
            RealData.files("consensuses").get(1));
    files.forEach(file -> joined.writeBytes(RealData.read(file)));
    List<RawDocument> documents = DocumentSplitter.split(joined.toByteArray());
    assertEquals(files.size(), documents.size());
    for (int i = 0; i < files.size(); i++) {
      assertArrayEquals(RealData.read(files.get(i)), documents.get(i).toBytes());
    }
  }

  private static RawDocument only(byte[] bytes, DocumentType type, String name) {
    List<RawDocument> documents = DocumentSplitter.split(bytes);
    assertEquals(1, documents.size(), name);
    assertEquals(type, documents.get(0).type(), name);
    assertEquals(type, DocumentType.ofHead(bytes, Math.min(bytes.length, 4096)), name);
    return documents.get(0);
  }

  private static String value(Map<String, String> row, String column) {
    return row.getOrDefault(column, "no column " + column);
  }

  private static int number(Map<String, String> row, String column) {
    return Integer.parseInt(value(row, column));
  }
}
