package org.relaywitness.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.relaywitness.directory.Sha256;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleDocument;
import org.relaywitness.sample.SampleOptions;

/** A synthetic archive cut into tars across the hours, so that each fills gaps of the others. */
final class SampleTars {
  private SampleTars() {}

  /**
   * Writes so many tars and the list of authorities into this folder. The first tar holds the key
   * certificates.
   *
   * @param raw gets the digests of all consensuses and exit lists
   */
  static void write(SampleOptions options, Path folder, int tars, List<Sha256> raw)
      throws IOException {
    SampleArchive archive = new SampleArchive(options);
    Files.write(folder.resolve(SampleArchive.AUTHORITIES_FILE), archive.authoritiesFile());
    List<SampleDocument> certificates = new ArrayList<>();
    List<SampleDocument> documents = new ArrayList<>();
    archive.generate(
        document -> {
          boolean listing = document.kind() != SampleDocument.Kind.CERTIFICATE;
          (listing ? documents : certificates).add(document);
          if (listing) {
            raw.add(Sha256.digest(document.bytes()));
          }
        });
    Collections.shuffle(documents, new Random(options.seed()));
    for (int i = 0; i < tars; i++) {
      List<SampleDocument> members = new ArrayList<>(i == 0 ? certificates : List.of());
      for (int j = i; j < documents.size(); j += tars) {
        members.add(documents.get(j));
      }
      write(folder.resolve("part-" + i + ".tar"), members);
    }
  }

  private static void write(Path file, List<SampleDocument> members) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (SampleDocument member : members) {
        TarArchiveEntry entry = new TarArchiveEntry(member.memberPath());
        entry.setSize(member.bytes().length);
        tar.putArchiveEntry(entry);
        tar.write(member.bytes());
        tar.closeArchiveEntry();
      }
    }
  }
}
