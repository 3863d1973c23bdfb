package org.relaywitness.store;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.ExitListEntry;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.PackedAppearance;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.Verification;

/**
 * Measures the store alone: entries per second, and bytes of database per status entry.
 *
 * <p>Run {@code main} with the test class path; arguments: days (30), relays (7000), parts per
 * thousand that change within an hour (14). Not part of the build.
 */
final class StoreBenchmark {
  private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");
  private static final int EXITS = 1_300;

  private final Random random = new Random(1);
  private final int changed;
  private final List<byte[]> relays = new ArrayList<>();

  private StoreBenchmark(int count, int changed) {
    this.changed = changed;
    for (int i = 0; i < count; i++) {
      relays.add(relay());
    }
  }

  private byte[] relay() {
    byte[] fingerprint = new byte[20];
    random.nextBytes(fingerprint);
    byte[] address = new byte[4];
    random.nextBytes(address);
    boolean exit = random.nextInt(100) < 19;
    return PackedAppearance.pack(
        new Appearance(
            Addresses.ofBytes(address),
            Fingerprint.ofBytes(fingerprint),
            random.nextInt(100) < 20 ? "Unnamed" : "relay" + random.nextInt(1_000_000),
            443 + random.nextInt(9_000),
            exit,
            false,
            ExitPolicySummary.find(
                exit ? "accept 20-23,43,53,79-81," + random.nextInt(60_000) : "reject 1-65535")));
  }

  private void nextHour() {
    for (int i = 0; i < relays.size() * changed / 1000; i++) {
      int which = random.nextInt(relays.size());
      byte[] next = relay();
      if (random.nextBoolean()) {
        // The same relay, listed in another way.
        System.arraycopy(relays.get(which), 0, next, 0, 20);
      }
      relays.set(which, next);
    }
  }

  private PackedAppearances appearances() {
    PackedAppearances appearances = new PackedAppearances(1 << 20);
    relays.forEach(relay -> appearances.add(relay, 0, relay.length));
    return appearances;
  }

  private Sha256 digest() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Sha256.ofBytes(bytes);
  }

  private Consensus consensus(Instant validAfter) {
    List<DirectorySignature> signatures = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      byte[] signature = new byte[256];
      random.nextBytes(signature);
      signatures.add(
          new DirectorySignature(
              "sha1", new Fingerprint(i, 1, 1), new Fingerprint(i, 2, 2), signature));
    }
    return new Consensus(
        Flavor.NS,
        33,
        validAfter,
        validAfter.plus(Duration.ofHours(1)),
        validAfter.plus(Duration.ofHours(3)),
        List.of(),
        signatures,
        digest(),
        digest().toString().substring(0, 40),
        false,
        relays.size());
  }

  /** Each exit is scanned each 40 minutes; a list holds the latest scan of each. */
  private ExitList exitList(Instant time) {
    List<ExitListEntry> entries = new ArrayList<>();
    for (int i = 0; i < EXITS; i++) {
      byte[] packed = relays.get(i);
      Fingerprint fingerprint = Fingerprint.ofBytes(packed, 0);
      InetAddress address = PackedAppearance.unpack(packed, 0, packed.length).address();
      ExitScan scan =
          new ExitScan(fingerprint, address, time.minusSeconds(1 + random.nextInt(2_400)));
      entries.add(new ExitListEntry(fingerprint, List.of(scan)));
    }
    return new ExitList(time, entries, digest());
  }

  public static void main(String[] arguments) throws IOException, SQLException {
    int days = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7_000;
    int changed = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 14;
    Path folder = Files.createTempDirectory("relaywitness-benchmark");
    try (EmbeddedDatabase database = EmbeddedDatabase.open(folder);
        Store store = Store.open(database.createDatabase("benchmark"))) {
      new StoreBenchmark(count, changed).run(store, database, days);
    }
    PostgresPrograms.Folders.delete(folder);
  }

  private void run(Store store, EmbeddedDatabase database, int days) throws SQLException {
    long empty = store.sizeInBytes();
    ConsensusCheck check = new ConsensusCheck(Verification.VERIFIED, 8, 5, 9, false, List.of());
    long spent = 0;
    ImportTotals totals;
    long begun = System.nanoTime();
    try (ImportSession session =
        store.beginImport((flavor, validAfter, digest, signatures) -> check)) {
      int source = session.source("/archive/consensuses-2024-03.tar.xz", 1);
      for (int hour = 0; hour < 24 * days; hour++) {
        Instant time = START.plus(Duration.ofHours(hour));
        nextHour();
        PackedAppearances appearances = appearances();
        Consensus consensus = consensus(time);
        ExitList list = exitList(time);
        long before = System.nanoTime();
        session.add(
            consensus,
            appearances,
            check,
            source,
            "consensuses-2024-03/01/2024-03-01-" + hour + "-00-00-consensus");
        session.add(list, source, "exit-list-2024-03/01/2024-03-01-" + hour + "-02-00");
        spent += System.nanoTime() - before;
      }
      long before = System.nanoTime();
      session.flush();
      spent += System.nanoTime() - before;
      totals = session.totals();
      begun = System.nanoTime();
    }
    double closing = (System.nanoTime() - begun) / 1e9;
    long entries = totals.entries();
    long size = store.sizeInBytes() - empty;
    System.out.printf("%s%n", totals);
    System.out.printf(
        "%d entries in %.2f s: %.0f entries/s; closing %.2f s%n",
        entries, spent / 1e9, entries / (spent / 1e9), closing);
    System.out.printf(
        "%d bytes more than empty: %.2f bytes an entry%n", size, (double) size / entries);
    long digesting = System.nanoTime();
    Sha256 digest = store.digest();
    System.out.printf("digest %s in %.1f s%n", digest, (System.nanoTime() - digesting) / 1e9);
    for (int i = 0; i < 3; i++) {
      InetAddress address = Addresses.ofBytes(new byte[] {1, 2, 3, (byte) i});
      long asked = System.nanoTime();
      Instant at = START.plusSeconds(43_200L * days);
      store.read(records -> records.listingsOf(address, at.minus(Duration.ofDays(2)), at));
      System.out.printf("address in %.1f ms%n", (System.nanoTime() - asked) / 1e6);
      asked = System.nanoTime();
      int all = store.read(records -> records.listings(at, at.plusSeconds(1)).size());
      System.out.printf("all %d in %.1f ms%n", all, (System.nanoTime() - asked) / 1e6);
    }
    sizes(database);
  }

  private static void sizes(EmbeddedDatabase database) throws SQLException {
    DatabaseConfig config = database.config();
    String url = config.url().replace("/postgres", "/benchmark");
    try (Connection connection =
            DriverManager.getConnection(url, config.user(), config.password());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select c.relname, pg_total_relation_size(c.oid), pg_relation_size(c.oid),
                       c.reltuples::bigint
                  from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = 'public' and c.relkind in ('r', 'i')
                   and pg_relation_size(c.oid) > 100000
                 order by 3 desc
                """)) {
      while (row.next()) {
        System.out.printf(
            "%-32s %,12d %,12d %,12d%n",
            row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4));
      }
    }
  }
}
