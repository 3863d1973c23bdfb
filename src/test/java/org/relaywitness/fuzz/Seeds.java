package org.relaywitness.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.relaywitness.evidence.BundleReading;
import org.relaywitness.evidence.pdf.ReportReading;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleDocument;
import org.relaywitness.sample.SampleOptions;

/** Sound inputs that fuzzing begins with, from the sample writer, and the words of the formats. */
final class Seeds {
  /** Words that chance would hardly find, in libFuzzer's form. */
  static final List<String> WORDS =
      List.of(
          "network-status-version 3",
          "@type tordnsel 1.0\\x0a",
          "\\x0adirectory-footer\\x0a",
          "\\x0adirectory-signature ",
          "-----BEGIN SIGNATURE-----\\x0a",
          "-----END SIGNATURE-----\\x0a",
          "\\x0avalid-after 2024-02-30 00:00:00\\x0a",
          "\\x0ar ",
          "\\x0aa [2001:db8::1]:443\\x0a",
          "\\x0ap accept 1-65535\\x0a",
          "\\x0as Exit Running\\x0a",
          "\\x0aExitNode ",
          "\\x0aExitAddress 192.0.2.1 2016-09-20 03:08:47\\x0a",
          "dir-key-certificate-version 3\\x0a",
          "\\x0adir-key-certification\\x0a",
          "::ffff:192.0.2.1",
          "2024-03-05T14:07:00+01:00",
          "Europe/Berlin",
          "PT5M",
          "address,at,zone,tolerance,port\\x0a",
          "\\\"address\\\":\\\"192.0.2.1\\\"",
          "[05/Mar/2024:14:07:00 +0100]",
          "\\\"directories\\\":[",
          "\\\"files\\\":[",
          "ustar\\x0000",
          "\\x1f\\x8b\\x08",
          "\\xfd7zXZ\\x00",
          "BZh9",
          "\\x28\\xb5\\x2f\\xfd",
          "PK\\x03\\x04",
          "question.json");

  private final List<SampleDocument> documents = new ArrayList<>();
  private final byte[] authorities;

  Seeds() throws IOException {
    SampleArchive archive =
        new SampleArchive(
            SampleOptions.of(1, 15, 5, 5, Instant.parse("2024-03-04T00:00:00Z")).withMicrodesc());
    authorities = archive.authoritiesFile();
    archive.generate(documents::add);
  }

  /** Writes the seeds of this target into a folder. */
  void write(FuzzTarget target, Path folder) throws Exception {
    Files.createDirectories(folder);
    int number = 0;
    for (byte[] seed : of(target)) {
      Files.write(folder.resolve("seed-" + number++), seed);
    }
  }

  private List<byte[]> of(FuzzTarget target) throws Exception {
    return switch (target) {
      case CONSENSUS ->
          some(SampleDocument.Kind.CONSENSUS, SampleDocument.Kind.CONSENSUS_MICRODESC).stream()
              .map(Seeds::shortened)
              .toList();
      case EXIT_LIST -> some(SampleDocument.Kind.EXIT_LIST);
      case KEY_CERTIFICATE -> some(SampleDocument.Kind.CERTIFICATE);
      case SPLITTER -> some(SampleDocument.Kind.values());
      case ARCHIVE -> archives();
      case QUESTION ->
          texts(
              "192.0.2.1\n2024-03-05T14:07:00+01:00\n-\n-\n5m\n443",
              "2001:db8::1\n2024-03-05T14:07:00\n-\nEurope/Berlin\nPT1H\n-",
              "::ffff:192.0.2.1\n-\n2011-12-30\nPacific/Apia\n-\n80",
              "1.2.3.4\n-\n2024-02-29\n+05:30");
      case BULK ->
          texts(
              "address,at,port\n192.0.2.1,2024-03-05T14:07:00Z,443\n\"2001:db8::1\",2024-03-05 14:07:00Z,\n",
              "{\"address\":\"192.0.2.1\",\"at\":\"2024-03-05T14:07:00Z\"}\n{\"address\":\"::1\",\"date\":\"2024-03-05\"}\n",
              "[{\"address\":\"192.0.2.1\",\"date\":\"2024-03-05\",\"zone\":\"UTC\"}]",
              "192.0.2.1 - - [05/Mar/2024:14:07:00 +0100] \"GET / HTTP/1.1\" 200 5 \"-\" \"x\"\n");
      case COLLECTOR_INDEX ->
          texts(
              "{\"index_created\":\"2024-03-05 13:07\",\"path\":\"https://collector.example\","
                  + "\"directories\":[{\"path\":\"recent\",\"directories\":[{\"path\":\"exit-lists\","
                  + "\"files\":[{\"path\":\"2024-03-05-13-02-00\",\"size\":10,"
                  + "\"last_modified\":\"2024-03-05 13:07\",\"sha256\":\"AAAA\"}]}]}]}");
      case BUNDLE -> bundles();
      case REPORT -> ReportReading.seeds();
      case AUTHORITY_LIST -> List.of(authorities);
    };
  }

  private List<byte[]> some(SampleDocument.Kind... kinds) {
    List<byte[]> some = new ArrayList<>();
    for (SampleDocument.Kind kind : kinds) {
      documents.stream()
          .filter(document -> document.kind() == kind)
          .limit(2)
          .forEach(document -> some.add(document.bytes()));
    }
    return some;
  }

  /** A consensus with its first two relays and its first signature: small, so that it is fast. */
  private static byte[] shortened(byte[] consensus) {
    String text = new String(consensus, StandardCharsets.ISO_8859_1);
    int third = text.indexOf("\nr ", text.indexOf("\nr ", text.indexOf("\nr ") + 1) + 1);
    int second = text.indexOf("\ndirectory-signature ");
    second = text.indexOf("\ndirectory-signature ", second + 1);
    return (text.substring(0, third)
            + text.substring(text.indexOf("\ndirectory-footer"), second + 1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<byte[]> texts(String... texts) {
    List<byte[]> bytes = new ArrayList<>();
    for (String text : texts) {
      bytes.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes;
  }

  private List<byte[]> archives() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (SampleDocument document : documents.subList(0, 2)) {
        TarArchiveEntry entry =
            new TarArchiveEntry(
                document.memberPath() + (documents.size() > 2 ? "x".repeat(90) : ""));
        entry.setSize(document.bytes().length);
        tar.putArchiveEntry(entry);
        tar.write(document.bytes());
        tar.closeArchiveEntry();
      }
    }
    List<byte[]> archives = new ArrayList<>(List.of(bytes.toByteArray()));
    for (String name :
        new String[] {
          CompressorStreamFactory.GZIP,
          CompressorStreamFactory.BZIP2,
          CompressorStreamFactory.XZ,
          CompressorStreamFactory.ZSTANDARD
        }) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream out =
          new CompressorStreamFactory().createCompressorOutputStream(name, packed)) {
        out.write(bytes.toByteArray());
      }
      archives.add(packed.toByteArray());
    }
    return archives;
  }

  private List<byte[]> bundles() throws Exception {
    List<byte[]> few = new ArrayList<>(some(SampleDocument.Kind.CONSENSUS));
    few.addAll(some(SampleDocument.Kind.EXIT_LIST));
    return BundleReading.seeds(few, "198.51.100.20", Instant.parse("2024-03-04T00:30:00Z"));
  }
}
