package org.relaywitness.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.relaywitness.TestFolders;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.directory.Sha256;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleOptions;
import org.relaywitness.store.DatabaseConfig;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.Store;

/**
 * Imports more than 200 signed documents of both flavours, across the end of a month, in random
 * orders, some of them twice, cut into some imports: the content must be the same each time.
 * Argument: how many orders (100).
 *
 * <pre>
 * java -cp target/test-classes:target/relaywitness.jar \
 *     org.relaywitness.importer.OrderProgramme 100
 * </pre>
 */
final class OrderProgramme {
  private static final SampleArchive ARCHIVE =
      new SampleArchive(
          SampleOptions.of(3, 60, 12, 11, Instant.parse("2024-02-28T12:00:00Z")).withMicrodesc());

  private final List<Path> files;
  private final Random random;

  /** Writes the archive into this folder. */
  OrderProgramme(Path folder, long seed) throws IOException {
    ARCHIVE.writeFiles(folder);
    try (Stream<Path> found = Files.walk(folder.resolve("recent"))) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    random = new Random(seed);
  }

  /** Prints what was done; ends with an exception when the content differs. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    int orders = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    Path folder = Files.createTempDirectory("relaywitness-orders");
    try {
      OrderProgramme programme = new OrderProgramme(folder, System.nanoTime());
      long begun = System.nanoTime();
      Sha256 digest = programme.run(orders);
      System.out.printf(
          "%d orders of %d files, in %d s: each time %s%n",
          orders, programme.files().size(), (System.nanoTime() - begun) / 1_000_000_000, digest);
    } finally {
      TestFolders.delete(folder);
    }
  }

  List<Path> files() {
    return files;
  }

  /** The digest of the content, which was the same in order of time and after so many shuffles. */
  Sha256 run(int orders) throws IOException, InterruptedException, SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.temporary()) {
      DatabaseConfig config = database.createDatabase("orders");
      try (Store store = Store.open(config)) {
        importing(store, files);
        Sha256 expected = store.digest();
        for (int order = 1; order <= orders; order++) {
          empty(config);
          if (store.digest().equals(expected)) {
            throw new IllegalStateException("the database was not emptied");
          }
          List<Path> shuffled = shuffled();
          int cut = random.nextInt(shuffled.size());
          importing(store, shuffled.subList(0, cut));
          importing(store, shuffled.subList(cut, shuffled.size()));
          Sha256 found = store.digest();
          if (!found.equals(expected)) {
            throw new IllegalStateException(
                "order " + order + ": found " + found + ", expected " + expected + ": " + shuffled);
          }
        }
        return expected;
      }
    }
  }

  /** All files in a random order, and a tenth of them twice. */
  private List<Path> shuffled() {
    List<Path> shuffled = new ArrayList<>(files);
    for (int i = files.size() / 10; i > 0; i--) {
      shuffled.add(files.get(random.nextInt(files.size())));
    }
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private void importing(Store store, List<Path> paths) throws IOException, InterruptedException {
    ImportListener strict =
        new ImportListener() {
          @Override
          public void progress(long bytesRead, String what) {}

          @Override
          public void note(String message) {
            throw new IllegalStateException(message);
          }
        };
    new DocumentImport(
            store, ARCHIVE.authorities(), ArchiveLimits.defaults(), 1 + random.nextInt(3), strict)
        .run(paths, null);
  }

  private static void empty(DatabaseConfig config) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(config.url(), config.user(), config.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "truncate source, relay, policy, consensus, consensus_document, consensus_entries, run,"
              + " exit_list, exit_scan, key_certificate, rejected_document");
    }
  }
}
