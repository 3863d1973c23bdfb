package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.netdoc.DocumentParseException.Kind.MALFORMED;
import static org.relaywitness.netdoc.DocumentParseException.Kind.MISSING;
import static org.relaywitness.netdoc.DocumentParseException.Kind.TRUNCATED;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.Sha256;

class ConsensusSignaturesTest {
  private static final String KEYS = ConsensusText.AUTHORITY + " " + ConsensusText.SIGNING_KEY;
  private static final Fingerprint IDENTITY = Fingerprint.ofHex(ConsensusText.AUTHORITY);
  private static final Fingerprint SIGNING_KEY = Fingerprint.ofHex(ConsensusText.SIGNING_KEY);
  private static final byte[] SIGNATURE = Base64.getDecoder().decode("AAECAwQFBgcICQoLDA0ODw==");

  @Test
  void signatures_inAllForms_areRead() throws DocumentParseException {
    String object = ConsensusText.SIGNATURE_OBJECT;
    ConsensusText text =
        ConsensusText.ns()
            .signatures(
                "directory-signature "
                    + KEYS
                    + "\n"
                    + object
                    + "directory-signature "
                    + KEYS
                    + " extra\n"
                    + object
                    + "directory-signature sha1 "
                    + KEYS
                    + "\n"
                    + object
                    + "directory-signature\tsha256  "
                    + KEYS
                    + " extra\n"
                    + object
                    + "directory-signature sha3-512 "
                    + KEYS
                    + "\n"
                    + object
                    + "directory-signature ed25519 notAFingerprint\n"
                    + object
                    + "x-unknown line\n");
    List<DirectorySignature> signatures = Parsing.parse(text).signatures();
    assertEquals(
        List.of("sha1", "sha1", "sha1", "sha256", "sha3-512"),
        signatures.stream().map(DirectorySignature::algorithm).toList());
    for (DirectorySignature signature : signatures) {
      assertEquals(IDENTITY, signature.identity());
      assertEquals(SIGNING_KEY, signature.signingKeyDigest());
      assertArrayEquals(SIGNATURE, signature.signature());
    }
  }

  @Test
  void signature_withoutFooterAndFinalNewline_isRead() throws DocumentParseException {
    ConsensusText text =
        ConsensusText.ns()
            .header("consensus-method", "consensus-method 8")
            .footer("")
            .signatures(
                "directory-signature "
                    + KEYS
                    + "\n"
                    + ConsensusText.SIGNATURE_OBJECT.stripTrailing());
    assertEquals(1, Parsing.parse(text).signatures().size());
  }

  @Test
  void signature_absent_isTruncated() {
    assertEquals(
        "a-document, line 13: truncated: found \"the end of the document\", expected a"
            + " directory-signature",
        Parsing.refused(ConsensusText.ns().signatures(""), TRUNCATED, 13).getMessage());
    Parsing.refused(ConsensusText.ns().footer("").signatures(""), TRUNCATED, 11);
    Parsing.refused(
        ConsensusText.ns().relay("one", "192.0.2.1").footer("").signatures(""), TRUNCATED, 13);
  }

  @Test
  void document_cutAnywhere_isRefusedOrWhole() throws DocumentParseException {
    byte[] whole =
        ConsensusText.ns()
            .relay("one", "192.0.2.1", "s Running", "p accept 80")
            .relay("two", "192.0.2.2")
            .bytes();
    for (int length = 0; length < whole.length - 1; length++) {
      RawDocument cut = new RawDocument(DocumentType.CONSENSUS, whole, 0, length);
      assertThrows(
          DocumentParseException.class,
          () -> new ConsensusParser().parseEntries(cut, "cut"),
          "cut at " + length);
    }
    RawDocument withoutNewline =
        new RawDocument(DocumentType.CONSENSUS, whole, 0, whole.length - 1);
    assertEquals(2, new ConsensusParser().parseEntries(withoutNewline, "x").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN SIGNATURE-----\nAAEC",
        "-----BEGIN SIGNATURE-----\n",
        "-----BEGIN SIGNATURE-----\nAAEC\n-----END SIGNATU",
        "-----BEGIN SIGNATURE-----\nAAEC\n-----",
        "-----BEGIN SIG",
        ""
      })
  void signature_cutOff_isTruncated(String object) {
    ConsensusText text =
        ConsensusText.ns().signatures("directory-signature " + KEYS + "\n" + object);
    assertEquals(
        TRUNCATED, assertThrows(DocumentParseException.class, () -> Parsing.parse(text)).kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN SIGNATURE-----\n-----END SIGNATURE-----\n",
        "-----BEGIN SIGNATURE-----\nAAE\n-----END SIGNATURE-----\n",
        "-----BEGIN SIGNATURE-----\nAA*C\n-----END SIGNATURE-----\n",
        "-----BEGIN SIGNATURE-----\nAA==AAEC\n-----END SIGNATURE-----\n",
        "-----BEGIN SIGNATURE-----\nAAEC\n-----END OTHER-----\nx\n",
        "-----BEGIN OTHER-----\nAAEC\n-----END OTHER-----\n",
        "-----BEGIN SIGNATURE-----\nAAEC\ndirectory-signature x\n-----END SIGNATURE-----\n",
        "x\n-----BEGIN SIGNATURE-----\nAAEC\n-----END SIGNATURE-----\n"
      })
  void signature_objectMalformed_isRefused(String object) {
    ConsensusText text =
        ConsensusText.ns().signatures("directory-signature " + KEYS + "\n" + object);
    assertEquals(
        MALFORMED, assertThrows(DocumentParseException.class, () -> Parsing.parse(text)).kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "directory-signature",
        "directory-signature " + ConsensusText.AUTHORITY,
        "directory-signature sha1 " + ConsensusText.AUTHORITY,
        "directory-signature sha256 x y",
        "directory-signature sh\u0001a1 " + ConsensusText.AUTHORITY + " " + ConsensusText.AUTHORITY
      })
  void signature_lineMalformed_isRefused(String line) {
    ConsensusText text =
        ConsensusText.ns().signatures(line + "\n" + ConsensusText.SIGNATURE_OBJECT);
    Parsing.refused(text, MALFORMED, 14);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQE d x y 192.0.2.1 1 0",
        "valid-after 2020-03-05 10:00:00",
        "network-status-version 3",
        "directory-signature-x y",
        "\u0000\u0000"
      })
  void line_thatCannotStandBehindASignature_isRefused(String line) {
    ConsensusText text =
        ConsensusText.ns()
            .signatures(
                "directory-signature " + KEYS + "\n" + ConsensusText.SIGNATURE_OBJECT + line);
    Parsing.refused(text, MALFORMED, 18);
  }

  @Test
  void signature_onlyBehindOpt_isMissing() {
    ConsensusText text =
        ConsensusText.ns()
            .signatures("opt directory-signature " + KEYS + "\n" + ConsensusText.SIGNATURE_OBJECT);
    Parsing.refused(text, MISSING, 0);
  }

  @Test
  void digests_ns_areSha1OfTheSignedPartAndSha256OfAll() throws Exception {
    ConsensusText text = ConsensusText.ns().relay("one", "192.0.2.1");
    Consensus consensus = Parsing.parse(text);
    assertEquals(hex("SHA-1", signedPart(text.toString())), consensus.signedDigest());
    assertEquals(Sha256.digest(text.bytes()), consensus.sha256());
  }

  @Test
  void digests_microdesc_areSha256() throws Exception {
    ConsensusText text = ConsensusText.microdesc().relay("one", "192.0.2.1");
    assertEquals(hex("SHA-256", signedPart(text.toString())), Parsing.parse(text).signedDigest());
  }

  @Test
  void digests_crlf_signedPartInLfAndFileAsItStands() throws Exception {
    Consensus lf = Parsing.parse(ConsensusText.ns().relay("one", "192.0.2.1"));
    ConsensusText text = ConsensusText.ns().relay("one", "192.0.2.1").crlf();
    Consensus crlf = Parsing.parse(text);
    assertTrue(crlf.crlf());
    assertEquals(lf.signedDigest(), crlf.signedDigest());
    assertEquals(lf.signatures(), crlf.signatures());
    assertNotEquals(lf.sha256(), crlf.sha256());
    assertEquals(Sha256.digest(text.bytes()), crlf.sha256());
    assertEquals(
        Parsing.appearances(ConsensusText.ns().relay("one", "192.0.2.1")),
        Parsing.appearances(text));
  }

  @Test
  void digests_insideAFile_areOfTheSliceAlone() throws Exception {
    ConsensusText text = ConsensusText.ns().relay("one", "192.0.2.1");
    byte[] bytes = text.bytes();
    byte[] file = ("junk" + text + "junk").getBytes(StandardCharsets.ISO_8859_1);
    RawDocument slice = new RawDocument(DocumentType.CONSENSUS, file, 4, bytes.length);
    Consensus consensus = new ConsensusParser().parse(slice, "x", new PackedAppearances(64));
    assertEquals(Parsing.parse(text), consensus);
  }

  @Test
  void digest_tabBehindTheKeyword_endsAtTheFirstSpace() throws Exception {
    ConsensusText text =
        ConsensusText.ns()
            .signatures("directory-signature\t" + KEYS + "\n" + ConsensusText.SIGNATURE_OBJECT);
    String document = text.toString();
    String signed =
        document.substring(
            document.indexOf("network-status-version"),
            document.indexOf(ConsensusText.SIGNING_KEY));
    assertEquals(hex("SHA-1", signed), Parsing.parse(text).signedDigest());
  }

  private static String signedPart(String document) {
    String keyword = "\ndirectory-signature ";
    return document.substring(
        document.indexOf("network-status-version"), document.indexOf(keyword) + keyword.length());
  }

  private static String hex(String algorithm, String text) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance(algorithm)
                .digest(text.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
