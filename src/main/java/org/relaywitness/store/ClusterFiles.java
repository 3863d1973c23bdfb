package org.relaywitness.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The embedded database's files before a server has run on them, and its owner's password. */
final class ClusterFiles {
  private final Path folder;
  private final Path data;
  private final PostgresPrograms programs;
  private final boolean durable;

  ClusterFiles(Path folder, PostgresPrograms programs, boolean durable) {
    this.folder = folder;
    this.programs = programs;
    this.durable = durable;
    data = folder.resolve("cluster");
  }

  /**
   * Makes the files where there are none.
   *
   * @throws StoreException when another version of PostgreSQL wrote those that are there
   */
  void ensure() throws IOException {
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      create();
    }
    requireVersion();
  }

  String password() throws IOException {
    return Files.readString(folder.resolve("password")).strip();
  }

  private void create() throws IOException {
    Path password = folder.resolve("password");
    Path fresh = folder.resolve("cluster.new");
    PostgresPrograms.Folders.delete(fresh);
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    Files.deleteIfExists(password);
    Files.createFile(
        password,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password, HexFormat.of().formatHex(secret));
    programs.run(
        "initdb",
        "--pgdata=" + fresh,
        "--username=" + PostgresCluster.USER,
        "--pwfile=" + password,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--data-checksums",
        durable ? "--sync-method=fsync" : "--no-sync");
    Files.writeString(
        fresh.resolve("postgresql.conf"),
        Files.readString(fresh.resolve("postgresql.conf"))
            + "\ninclude '"
            + ClusterSettings.FILE
            + "'\n");
    Files.writeString(fresh.resolve(ClusterSettings.FILE), "");
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
  }

  private void requireVersion() throws IOException {
    String found = Files.readString(data.resolve("PG_VERSION")).strip();
    String expected = programs.majorVersion();
    if (!found.equals(expected)) {
      throw new StoreException(
          "start the embedded database",
          data
              + " was written by PostgreSQL "
              + found
              + ", and this version brings "
              + expected
              + ": import again into an empty folder, or move the data with pg_upgrade",
          null);
    }
  }
}
