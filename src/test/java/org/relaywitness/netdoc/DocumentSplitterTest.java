package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.netdoc.DocumentType.CONSENSUS;
import static org.relaywitness.netdoc.DocumentType.EXIT_LIST;
import static org.relaywitness.netdoc.DocumentType.KEY_CERTIFICATE;
import static org.relaywitness.netdoc.DocumentType.OTHER;
import static org.relaywitness.netdoc.DocumentType.UNKNOWN;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relaywitness.directory.Sha256;

class DocumentSplitterTest {
  private static final String FINGERPRINT = "0011BD2485AD45D984EC4159C88FC066E5E3300E";
  private static final String ENTRY =
      "ExitNode " + FINGERPRINT + "\nExitAddress 192.0.2.1 2016-09-20 08:09:39\n";
  private static final String LIST = "Downloaded 2016-09-20 13:02:00\n" + ENTRY;
  private static final String VOTE =
      "network-status-version 3\nvote-status vote\nconsensus-methods 13 14\n"
          + CertificateText.complete()
          + "r one x y\nm 13 sha256=x\ndirectory-signature a b\n"
          + ConsensusText.SIGNATURE_OBJECT;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@type network-status-consensus-3 1.0\\n| CONSENSUS",
        "@type network-status-consensus-3 1.17\\nnetwork-status-version 3\\n| CONSENSUS",
        "@type network-status-microdesc-consensus-3 1.0\\r\\n| CONSENSUS",
        "network-status-version 3\\nvote-status consensus\\n| CONSENSUS",
        "network-status-version 3 microdesc\\nvote-status consensus\\n| CONSENSUS",
        "network-status-version 3\\nvote-status co| CONSENSUS",
        "network-status-version 3| CONSENSUS",
        "network-status-version\\t3\\r\\nvote-status\\tvote\\r\\n| OTHER",
        "@type network-status-vote-3 1.17\\nnetwork-status-version 3\\nvote-status vote\\n| OTHER",
        "@type network-status-consensus-3 1.0\\nnetwork-status-version 3\\nvote-status vote\\n| OTHER",
        "network-status-version 3\\npublished x\\nvote-status opinion\\n| OTHER",
        "network-status-version 2\\ndir-source x\\n| OTHER",
        "network-status-version 33\\n| OTHER",
        "@type network-status-2 1.0\\nnetwork-status-version 2\\n| OTHER",
        "@type bridge-network-status 1.2\\npublished 2020-01-01 00:00:00\\nr x\\n| OTHER",
        "@type server-descriptor 1.0\\nrouter x 192.0.2.1 9001 0 0\\n| OTHER",
        "@type torperf 1.0\\nSOURCE=siv\\n| OTHER",
        "@type torperf 1.0\\nDownloaded 2016-10-20 13:02:00\\n| EXIT_LIST",
        "@type torperf 1.0\\nExitNode 0011BD2485AD45D984EC4159C88FC066E5E3300E\\n| EXIT_LIST",
        "@type not-yet-invented 7.3\\nwhatever\\n| OTHER",
        "@type\\nwhatever\\n| UNKNOWN",
        "@source 192.0.2.1\\nwhatever\\n| UNKNOWN",
        "@downloaded-at x\\n@source y\\n@type tordnsel 1.0\\n| EXIT_LIST",
        "@type tordnsel 1.0\\nDownloaded 2016-10-20 13:02:00\\n| EXIT_LIST",
        "Downloaded 2016-10-20 13:02:00\\n| EXIT_LIST",
        "ExitNode 0011BD2485AD45D984EC4159C88FC066E5E3300E\\n| EXIT_LIST",
        "Downloaded all files\\n| UNKNOWN",
        "ExitNodes {us}\\n| UNKNOWN",
        "@type dir-key-certificate-3 1.0\\n| KEY_CERTIFICATE",
        "dir-key-certificate-version 3\\nfingerprint x\\n| KEY_CERTIFICATE",
        "router x 192.0.2.1 9001 0 0\\n| OTHER",
        "extra-info x y\\n| OTHER",
        "onion-key\\n-----BEGIN RSA PUBLIC KEY-----\\n| OTHER",
        "%PDF-1.7\\n| UNKNOWN",
        "<html>\\n| UNKNOWN",
        "\\n\\r\\n \\n| UNKNOWN"
      })
  void type_ofHead_isRecognised(String text, DocumentType expected) {
    byte[] head = text.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(expected, DocumentType.ofHead(head, head.length));
    assertEquals(expected, DocumentSplitter.split(head).get(0).type());
  }

  @Test
  void type_bytesBehindTheHead_areNotRead() {
    byte[] head = ascii("network-status-version 3\nvote-status vote\n");
    assertEquals(OTHER, DocumentType.ofHead(head, head.length));
    assertEquals(CONSENSUS, DocumentType.ofHead(head, "network-status-version 3\n".length()));
    assertEquals(UNKNOWN, DocumentType.ofHead(head, 3));
    assertEquals(UNKNOWN, DocumentType.ofHead(head, 0));
  }

  @Test
  void split_noDocument_isOneUnknown() {
    for (byte[] file :
        List.of(new byte[0], new byte[100_000], ascii("\n\n"), ascii("%PDF\n@x\n"))) {
      List<RawDocument> documents = DocumentSplitter.split(file);
      assertEquals(List.of(UNKNOWN), types(documents));
      assertEquals(file.length, documents.get(0).length());
    }
  }

  @Test
  void split_annotatedDocuments_areCutAtTheirAnnotations() {
    assertSplit(
        List.of(CONSENSUS, CONSENSUS, EXIT_LIST, EXIT_LIST, KEY_CERTIFICATE, OTHER, CONSENSUS),
        ConsensusText.ns().relay("one", "192.0.2.1").toString(),
        ConsensusText.microdesc().annotation("@source x").toString(),
        "@type tordnsel 1.0\n" + LIST + ENTRY,
        "@type tordnsel 1.0\n" + LIST,
        "@type dir-key-certificate-3 1.0\n" + CertificateText.complete(),
        "@type network-status-vote-3 1.0\n" + VOTE,
        ConsensusText.ns().toString());
  }

  @Test
  void split_bareDocuments_areCutAtTheirFirstKeywords() {
    assertSplit(
        List.of(
            CONSENSUS, CONSENSUS, EXIT_LIST, EXIT_LIST, KEY_CERTIFICATE, KEY_CERTIFICATE, OTHER),
        ConsensusText.ns().bare().relay("one", "192.0.2.1").toString(),
        ConsensusText.microdesc().bare().toString(),
        LIST + ENTRY,
        LIST,
        CertificateText.complete(),
        CertificateText.complete(),
        VOTE);
    assertSplit(
        List.of(CONSENSUS, EXIT_LIST, EXIT_LIST, CONSENSUS, KEY_CERTIFICATE, CONSENSUS),
        ConsensusText.ns().bare().toString(),
        ENTRY + ENTRY,
        LIST,
        ConsensusText.ns().bare().toString(),
        CertificateText.complete(),
        ConsensusText.ns().bare().toString());
  }

  @Test
  void split_crlf_isTheSame() {
    assertSplit(
        List.of(CONSENSUS, EXIT_LIST, KEY_CERTIFICATE, KEY_CERTIFICATE),
        ConsensusText.ns().crlf().toString(),
        ("@type tordnsel 1.0\n" + LIST).replace("\n", "\r\n"),
        CertificateText.complete().replace("\n", "\r\n"),
        CertificateText.complete().replace("\n", "\r\n"));
  }

  @Test
  void split_blankLines_belongToTheDocumentBefore() {
    assertSplit(
        List.of(EXIT_LIST, EXIT_LIST), "\n\r\n@type tordnsel 1.0\n" + LIST + "\n\n", LIST + "\n");
  }

  @Test
  void split_annotationAlone_isADocument() {
    assertSplit(
        List.of(EXIT_LIST, EXIT_LIST, CONSENSUS),
        "@type tordnsel 1.0\n",
        "@type tordnsel 1.0\n" + LIST,
        "@type network-status-consensus-3 1.0");
  }

  @Test
  void split_certificateInAVote_staysThereAndBehindItsSignatureDoesNot() {
    assertSplit(List.of(OTHER, KEY_CERTIFICATE, OTHER), VOTE, CertificateText.complete(), VOTE);
  }

  @Test
  void split_unknownFirst_goesUpToTheNextRealDocument() {
    assertSplit(
        List.of(UNKNOWN, CONSENSUS),
        "HTTP/1.1 200 OK\nDownloaded 3 files\nExitNode x\n@home\n\n",
        ConsensusText.ns().toString());
  }

  @Test
  void split_headerlessListWithUnknownKeywordFirst_isOneList() {
    assertSplit(List.of(EXIT_LIST), "@type tordnsel 1.0\nScanner x\n" + LIST + ENTRY);
  }

  @Test
  void split_consensusCutInTheMiddle_endsWhereTheNextBegins() {
    String whole = ConsensusText.ns().relay("one", "192.0.2.1").toString();
    assertSplit(
        List.of(CONSENSUS, CONSENSUS), whole.substring(0, whole.indexOf("\ns ") + 1), whole);
    // Cut within a line, which then swallows the annotation: the keyword line still begins anew.
    String annotation = "@type network-status-consensus-3 1.0\n";
    assertSplit(
        List.of(CONSENSUS, CONSENSUS),
        whole.substring(0, whole.indexOf("Running Va")) + annotation,
        whole.substring(annotation.length()));
  }

  @Test
  void split_partOfABuffer_staysInIt() {
    byte[] file = ascii(LIST + LIST + LIST);
    int length = LIST.length();
    List<RawDocument> documents = DocumentSplitter.split(file, length, length);
    assertEquals(1, documents.size());
    assertEquals(length, documents.get(0).offset());
    assertEquals(2 * length, documents.get(0).end());
    assertEquals(Sha256.digest(file, length, length), documents.get(0).sha256());
  }

  @Test
  void embedded_certificates_areFoundWithoutWhatFollows() {
    byte[] bytes = ascii(VOTE);
    RawDocument vote = new RawDocument(OTHER, bytes, 0, bytes.length);
    List<RawDocument> found = DocumentSplitter.findEmbeddedCertificates(vote);
    assertEquals(1, found.size());
    assertArrayEquals(ascii(CertificateText.complete()), found.get(0).toBytes());
  }

  @Test
  void embedded_certificatesOneBehindAnotherAndCutOff_areFound() {
    String certificate = CertificateText.complete();
    String cut = certificate.substring(0, 300);
    byte[] bytes = ascii(cut + "\n" + certificate + "r x\n" + cut);
    List<RawDocument> found =
        DocumentSplitter.findEmbeddedCertificates(new RawDocument(OTHER, bytes, 0, bytes.length));
    assertEquals(3, found.size());
    assertArrayEquals(ascii(certificate), found.get(1).toBytes());
    assertArrayEquals(ascii(cut), found.get(2).toBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "r one\n"})
  void embedded_none_isEmpty(String text) {
    byte[] bytes = ascii(text);
    assertTrue(
        DocumentSplitter.findEmbeddedCertificates(new RawDocument(OTHER, bytes, 0, bytes.length))
            .isEmpty());
  }

  @Property(tries = 3000)
  void split_anyLines_tileTheFile(@ForAll("files") String text) {
    byte[] file = ascii(text);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (RawDocument document : DocumentSplitter.split(file)) {
      assertEquals(joined.size(), document.offset());
      joined.writeBytes(document.toBytes());
      DocumentSplitter.findEmbeddedCertificates(document);
    }
    assertArrayEquals(file, joined.toByteArray());
  }

  @Provide
  static Arbitrary<String> files() {
    Arbitrary<String> line =
        Arbitraries.of(
            "@type tordnsel 1.0",
            "@type torperf 1.0",
            "@type network-status-consensus-3 1.0",
            "@source x",
            "@",
            "",
            "network-status-version 3",
            "network-status-version",
            "vote-status vote",
            "vote-status consensus",
            "dir-key-certificate-version 3",
            "dir-key-certification",
            "-----END SIGNATURE-----",
            "Downloaded 2016-09-20 13:02:00",
            "Downloaded",
            "ExitNode " + FINGERPRINT,
            "ExitNode",
            "directory-signature a b",
            "r one",
            "\u00ef\u00bb\u00bf",
            "\u0000");
    Arbitrary<String> end = Arbitraries.of("\n", "\n", "\n", "\r\n", "\r", "");
    return line.flatMap(text -> end.map(text::concat))
        .list()
        .ofMaxSize(30)
        .map(DocumentSplitterTest::join);
  }

  private static String join(List<String> lines) {
    return String.join("", lines);
  }

  private static void assertSplit(List<DocumentType> types, String... parts) {
    List<RawDocument> documents = DocumentSplitter.split(ascii(join(List.of(parts))));
    assertEquals(types, types(documents));
    for (int i = 0; i < parts.length; i++) {
      assertEquals(parts[i], new String(documents.get(i).toBytes(), StandardCharsets.ISO_8859_1));
    }
  }

  private static List<DocumentType> types(List<RawDocument> documents) {
    List<DocumentType> types = new ArrayList<>();
    documents.forEach(document -> types.add(document.type()));
    return types;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
