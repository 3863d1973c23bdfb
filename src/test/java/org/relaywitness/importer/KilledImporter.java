package org.relaywitness.importer;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.Store;
import org.relaywitness.trust.AuthorityList;
import org.relaywitness.trust.AuthorityListException;

/**
 * The real import, raw documents and signature checks included, in a process made to be killed: one
 * import for each archive, as an hourly update makes them. Arguments: the data folder, the folder
 * of archives with their {@code authorities.tsv}. Prints {@code next} before each archive, and
 * {@code done} at its end.
 */
final class KilledImporter {
  private KilledImporter() {}

  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    Path archives = Path.of(arguments[1]);
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data);
        Store store = Store.open(database.config())) {
      for (Path tar : tars(archives)) {
        System.out.println("next");
        importing(store, data, authorities(archives), List.of(tar));
      }
    }
    System.out.println("done");
  }

  static List<Path> tars(Path archives) throws IOException {
    try (Stream<Path> files = Files.list(archives)) {
      return files.filter(file -> file.toString().endsWith(".tar")).sorted().toList();
    }
  }

  static AuthorityList authorities(Path archives) throws IOException, AuthorityListException {
    return AuthorityList.read(archives.resolve(SampleArchive.AUTHORITIES_FILE));
  }

  /** Imports these; anything rejected or noted is a fault here. */
  static ImportSummary importing(Store store, Path data, AuthorityList authorities, List<Path> tars)
      throws IOException, InterruptedException {
    ImportListener strict =
        new ImportListener() {
          @Override
          public void progress(long bytesRead, String what) {}

          @Override
          public void note(String message) {
            throw new IllegalStateException(message);
          }
        };
    return new DocumentImport(store, authorities, ArchiveLimits.defaults(), 2, strict)
        .keepingDocuments(data.resolve("documents"))
        .run(tars, null);
  }

  /**
   * Starts this in another JVM, and waits until it begins with one of its archives.
   *
   * @param archive 1 for the first
   * @param options of the JVM
   */
  static Process start(Path data, Path archives, int archive, List<String> options)
      throws IOException {
    Path errors = archives.resolveSibling("importer.err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path", ""),
            KilledImporter.class.getName(),
            data.toString(),
            archives.toString()));
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    BufferedReader output = process.inputReader();
    int begun = 0;
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      begun += line.equals("next") ? 1 : 0;
      if (begun == archive) {
        return process;
      }
    }
    throw new IOException(
        "the importer ended before its archive " + archive + ": " + Files.readString(errors));
  }
}
