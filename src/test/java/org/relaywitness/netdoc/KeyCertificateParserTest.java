package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.relaywitness.netdoc.DocumentParseException.Kind.DUPLICATE;
import static org.relaywitness.netdoc.DocumentParseException.Kind.MALFORMED;
import static org.relaywitness.netdoc.DocumentParseException.Kind.MISSING;
import static org.relaywitness.netdoc.DocumentParseException.Kind.TRUNCATED;
import static org.relaywitness.netdoc.DocumentParseException.Kind.WRONG_TYPE;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;

class KeyCertificateParserTest {

  @Test
  void certificate_complete_isRead() throws DocumentParseException {
    String text = "@type dir-key-certificate-3 1.0\n" + CertificateText.complete();
    KeyCertificate certificate = parse(text);

    assertEquals(3, certificate.version());
    assertEquals(CertificateText.IDENTITY, certificate.identity().toString());
    assertEquals(Instant.parse("2016-05-08T21:01:19Z"), certificate.published());
    assertEquals(Instant.parse("2016-11-08T21:01:19Z"), certificate.expires());
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, certificate.identityKey());
    assertArrayEquals(new byte[] {7, 8, 9, 10, 11, 12}, certificate.signingKey());
    assertArrayEquals(new byte[] {13, 14, 15, 16, 17, 18}, certificate.crosscert());
    assertArrayEquals(new byte[] {19, 20, 21, 22, 23, 24, 25}, certificate.certification());
    assertArrayEquals(bytes(CertificateText.complete()), certificate.document());
    assertEquals(signed(), signedPart(certificate));
    assertEquals(Sha256.digest(bytes(text)), certificate.sha256());
  }

  @Test
  void certificate_crlf_givesTheLfForm() throws DocumentParseException {
    String text = CertificateText.complete().replace("\n", "\r\n");
    KeyCertificate certificate = parse(text);
    assertArrayEquals(bytes(CertificateText.complete()), certificate.document());
    assertEquals(signed(), signedPart(certificate));
    assertEquals(Sha256.digest(bytes(text)), certificate.sha256());
  }

  @Test
  void certificate_followedByAnything_endsWithItsCertification() throws DocumentParseException {
    KeyCertificate certificate = parse(CertificateText.complete() + "\nr one\n\u0000");
    assertArrayEquals(bytes(CertificateText.complete()), certificate.document());
  }

  @Test
  void certificate_withoutCrosscertOrAddress_isRead() throws DocumentParseException {
    String text =
        CertificateText.complete()
            .replace("dir-key-crosscert\n" + CertificateText.object("ID SIGNATURE", "DQ4PEBES"), "")
            .replace("dir-address 192.0.2.1:80\n", "");
    assertEquals(0, parse(text).crosscert().length);
  }

  @Test
  void certificate_crosscertLabelledSignature_isRead() throws DocumentParseException {
    String text = CertificateText.complete().replace("ID SIGNATURE", "SIGNATURE");
    assertEquals(6, parse(text).crosscert().length);
  }

  @Test
  void certificate_unknownLinesOptAndExtraArguments_areAccepted() throws DocumentParseException {
    String text =
        CertificateText.complete()
            .replace(
                "dir-address", "x-unknown\n" + CertificateText.object("X", "AA==") + "dir-address")
            .replace("fingerprint ", "opt fingerprint\t")
            .replace("21:01:19\n", "21:01:19 extra\n")
            .replace("version 3\n", "version 3 extra\n");
    assertEquals(CertificateText.IDENTITY, parse(text).identity().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fingerprint",
        "dir-key-published",
        "dir-key-expires",
        "dir-identity-key",
        "dir-signing-key"
      })
  void item_missing_isNamed(String keyword) {
    String text = CertificateText.complete().replace(keyword, "x-" + keyword);
    assertEquals(keyword, refused(text, MISSING, 0).expected());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fingerprint", "dir-key-published", "dir-key-expires"})
  void item_repeated_isRefused(String keyword) {
    String text = CertificateText.complete();
    String line = text.substring(text.indexOf(keyword), text.indexOf('\n', text.indexOf(keyword)));
    assertEquals(
        DUPLICATE,
        assertThrows(
                DocumentParseException.class, () -> parse(text.replace(line, line + "\n" + line)))
            .kind());
  }

  @ParameterizedTest
  @CsvSource({
    "fingerprint 0232, fingerprint 023, 3",
    "2016-11-08, 2016-11-31, 5",
    "2016-05-08 21, 2016-05-08 25, 4",
    "AQIDBAUG, AQIDBAU, 9",
    "AQIDBAUG, AQID*AUG, 9",
    "version 3, version x, 1",
    "dir-key-certification, dir-key-certifications, 18",
    "dir-key-certification, opt dir-key-certification, 18",
    "BEGIN ID SIGNATURE, BEGIN NO SIGNATURE, 15"
  })
  void item_malformed_isRefused(String from, String to, int line) {
    refused(CertificateText.complete().replace(from, to), MALFORMED, line);
  }

  @Test
  void document_ofAnotherType_isWrongType() {
    refused("network-status-version 3\n", WRONG_TYPE, 1);
    refused("", MISSING, 0);
  }

  @Test
  void certificate_cutAnywhere_isRefused() throws DocumentParseException {
    String text = CertificateText.complete();
    for (int length = 0; length < text.length() - 1; length++) {
      String cut = text.substring(0, length);
      assertThrows(DocumentParseException.class, () -> parse(cut), cut);
    }
    assertEquals(3, parse(text.stripTrailing()).version());
    refused(text.substring(0, text.indexOf("dir-key-certification")), TRUNCATED, 17);
  }

  private static String signed() {
    String keyword = "\ndir-key-certification\n";
    String text = CertificateText.complete();
    return text.substring(0, text.indexOf(keyword) + keyword.length());
  }

  private static String signedPart(KeyCertificate certificate) {
    return new String(
        certificate.document(), 0, certificate.signedLength(), StandardCharsets.ISO_8859_1);
  }

  private static DocumentParseException refused(
      String text, DocumentParseException.Kind kind, int line) {
    return Parsing.refused(kind, line, () -> parse(text));
  }

  private static KeyCertificate parse(String text) throws DocumentParseException {
    byte[] bytes = bytes(text);
    return KeyCertificateParser.parse(
        new RawDocument(DocumentType.KEY_CERTIFICATE, bytes, 0, bytes.length), Parsing.NAME);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
