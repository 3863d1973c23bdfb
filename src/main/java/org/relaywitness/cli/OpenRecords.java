package org.relaywitness.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.relaywitness.documents.DocumentArchive;
import org.relaywitness.documents.Documents;
import org.relaywitness.store.DatabaseConfig;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.Store;

/** The records that one command works on: in the embedded database, or on a server. */
final class OpenRecords implements AutoCloseable {
  private final @Nullable EmbeddedDatabase embedded;
  private final Store store;
  private final Path documentsFolder;
  private final Documents documents;

  private OpenRecords(
      @Nullable EmbeddedDatabase embedded, Store store, Path data, boolean keepsDocuments) {
    this.embedded = embedded;
    this.store = store;
    documentsFolder = documentsFolder(data);
    documents = keepsDocuments ? new DocumentArchive(documentsFolder) : Documents.NONE;
  }

  /**
   * Opens the records that are configured; starts the embedded database where no server is.
   *
   * @throws org.relaywitness.store.StoreException when it cannot be reached or started
   */
  static OpenRecords open(Settings settings) {
    DatabaseConfig server = settings.database();
    return server == null ? embedded(settings) : on(server, settings);
  }

  /**
   * Opens the records for reading. On a server they are opened as its reading role, which changes
   * nothing there, the schema included.
   */
  static OpenRecords openForReading(Settings settings) {
    DatabaseConfig server = settings.database();
    return server == null ? embedded(settings) : on(server.forReading(), settings);
  }

  private static OpenRecords on(DatabaseConfig server, Settings settings) {
    return new OpenRecords(null, Store.open(server), settings.data(), settings.documents());
  }

  private static OpenRecords embedded(Settings settings) {
    return over(EmbeddedDatabase.open(settings.data()), settings.data(), settings.documents());
  }

  /** Records in a new, temporary database that goes when these are closed. */
  static OpenRecords temporary() {
    EmbeddedDatabase embedded = EmbeddedDatabase.temporary();
    return over(embedded, embedded.data(), true);
  }

  private static OpenRecords over(EmbeddedDatabase embedded, Path data, boolean keepsDocuments) {
    try {
      return new OpenRecords(embedded, Store.open(embedded.config()), data, keepsDocuments);
    } catch (RuntimeException e) {
      embedded.close();
      throw e;
    }
  }

  /** The folder that raw documents are kept in; it need not exist. */
  static Path documentsFolder(Settings settings) {
    return documentsFolder(settings.data());
  }

  private static Path documentsFolder(Path data) {
    return data.resolve("documents");
  }

  Store store() {
    return store;
  }

  /** The raw documents beside the records. */
  Documents documents() {
    return documents;
  }

  /** The folder that the raw documents are kept in; it need not exist yet. */
  Path documentsFolder() {
    return documentsFolder;
  }

  /** Warns on stderr when nothing is held, so that an empty archive is not taken for a "no". */
  void warnWhenEmpty(PrintWriter err) {
    if (store.read(snapshot -> snapshot.extent().lastConsensus()) == null) {
      err.println(
          "relaywitness: no consensus is held here yet; import some first (relaywitness import"
              + " PATH...)");
      err.flush();
    }
  }

  @Override
  public void close() {
    try {
      store.close();
    } finally {
      if (embedded != null) {
        embedded.close();
      }
    }
  }
}
