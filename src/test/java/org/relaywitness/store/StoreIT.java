package org.relaywitness.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.store.TestDocuments.appearance;
import static org.relaywitness.store.TestDocuments.consensus;
import static org.relaywitness.store.TestDocuments.exitList;
import static org.relaywitness.store.TestDocuments.scan;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.Sha256;
import org.relaywitness.lookup.HeldScan;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.Listing;
import org.relaywitness.store.TestDocuments.Signed;

/** The store against real PostgreSQL. */
class StoreIT {
  private static final Instant NOON = Instant.parse("2024-03-31T12:00:00Z");
  private static final ConsensusVerifier VERIFIER = TestDocuments.verifier(false);

  private DatabaseConfig config;
  private Store store;

  @BeforeEach
  void open() {
    config = TestDatabases.fresh();
    store = Store.open(config);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Instant hour(int hours) {
    return NOON.plusSeconds(3600L * hours);
  }

  static void add(ImportSession session, int source, TestDocuments.Copy copy) {
    session.add(
        copy.consensus(),
        PackedAppearances.of(copy.appearances()),
        VERIFIER.check(
            copy.consensus().flavor(),
            copy.consensus().validAfter(),
            copy.consensus().signedDigest(),
            copy.consensus().signatures()),
        source,
        "some/path");
  }

  private void importAll(TestDocuments.Copy... copies) {
    try (ImportSession session = store.beginImport(VERIFIER)) {
      int source = session.source("/archive.tar.xz", 1000);
      for (TestDocuments.Copy copy : copies) {
        add(session, source, copy);
      }
      session.flush();
    }
  }

  @Test
  void listing_overAMonthsEnd_comesInTwoPartsWithRealEnds() {
    Appearance relay = appearance(1, "192.0.2.7", 1);
    importAll(
        consensus(hour(10), List.of(relay)),
        consensus(hour(11), List.of(relay)),
        consensus(hour(12), List.of(relay)),
        consensus(hour(13), List.of(relay)));

    List<Listing> listings =
        store.read(records -> records.listingsOf(relay.address(), hour(11), hour(13)));

    assertEquals(
        List.of(
            new Listing(relay, Flavor.NS, hour(10), hour(11)),
            new Listing(relay, Flavor.NS, hour(12), hour(13))),
        listings);
  }

  @Test
  void listing_thatOnlyBridgesTheInterval_isNotShown() {
    Appearance relay = appearance(1, "192.0.2.7", 1);
    importAll(consensus(hour(0), List.of(relay)), consensus(hour(5), List.of(relay)));

    assertEquals(
        List.of(), store.read(records -> records.listingsOf(relay.address(), hour(1), hour(5))));
    assertEquals(
        1, store.read(records -> records.listingsOf(relay.address(), hour(1), hour(6))).size());
  }

  @Test
  void listings_byNetworkAndFingerprint_findTheRelay() {
    Appearance four = appearance(1, "192.0.2.7", 0);
    Appearance six = appearance(1, "2001::9", 2);
    importAll(consensus(NOON, List.of(four, six)));

    assertEquals(
        1,
        store
            .read(
                records -> records.listingsIn(IpNetwork.around(four.address(), 24), NOON, hour(1)))
            .size());
    assertEquals(
        1,
        store
            .read(records -> records.listingsIn(IpNetwork.around(six.address(), 64), NOON, hour(1)))
            .size());
    assertEquals(
        2,
        store
            .read(records -> records.listingsOf(List.of(four.fingerprint()), NOON, hour(1)))
            .size());
  }

  @Test
  void exitScan_inTwoLists_isOneScanOfTheEarlier() {
    ExitList later =
        exitList(hour(2), List.of(scan(1, "192.0.2.9", NOON), scan(2, "192.0.2.9", hour(1))));
    ExitList earlier = exitList(hour(1), List.of(scan(1, "192.0.2.9", NOON)));
    try (ImportSession session = store.beginImport(VERIFIER)) {
      int source = session.source("/lists", -1);
      session.add(later, source, "later");
      session.flush();
      session.add(earlier, source, "earlier");
      session.flush();
      assertEquals(2, session.totals().scans());
    }
    Sha256 both = store.digest();

    List<HeldScan> scans = store.read(records -> records.scans(NOON, hour(2)));
    assertEquals(
        List.of(
            new HeldScan(scan(1, "192.0.2.9", NOON), earlier.sha256()),
            new HeldScan(scan(2, "192.0.2.9", hour(1)), later.sha256())),
        scans);

    try (ImportSession session = store.beginImport(VERIFIER)) {
      assertTrue(session.forget(later.sha256()).isPresent());
    }
    assertEquals(
        List.of(new HeldScan(scan(1, "192.0.2.9", NOON), earlier.sha256())),
        store.read(records -> records.scans(NOON, hour(2))));
    assertNotEquals(both, store.digest());
  }

  @Test
  void secondImport_whileOneRuns_isRefused() {
    try (ImportSession first = store.beginImport(VERIFIER)) {
      assertThrows(ImportInProgressException.class, () -> store.beginImport(VERIFIER));
      first.flush();
    }
    store.beginImport(VERIFIER).close();
  }

  @Test
  void forget_ofUnknownBytes_findsNothing() {
    try (ImportSession session = store.beginImport(VERIFIER)) {
      assertEquals(Optional.empty(), session.forget(Sha256.digest(new byte[1])));
    }
  }

  @Test
  void container_finishedAndThenADocumentForgotten_isUnknownAgain() {
    TestDocuments.Copy copy = consensus(NOON, List.of(appearance(1, "192.0.2.7", 0)));
    Sha256 container = Sha256.digest(new byte[2]);
    try (ImportSession session = store.beginImport(VERIFIER)) {
      int source = session.source("/archive.tar.xz", 2);
      add(session, source, copy);
      session.finishSource(source, container, 1);
      assertFalse(session.heldSources().containsKey(container));
      assertTrue(session.isKnown(copy.consensus().sha256()));
      session.flush();
      assertTrue(session.heldSources().containsKey(container));
      assertTrue(session.isKnown(copy.consensus().sha256()));
      session.forget(copy.consensus().sha256());
      assertFalse(session.heldSources().containsKey(container));
      assertFalse(session.isKnown(copy.consensus().sha256()));
    }
  }

  @Test
  void findPath_ofADocumentForgotten_findsNothing() {
    TestDocuments.Copy copy = consensus(NOON, List.of(appearance(1, "192.0.2.7", 0)));
    Sha256 digest = copy.consensus().sha256();
    importAll(copy);
    assertTrue(store.read(records -> records.findPath(digest)).isPresent());
    assertEquals(
        store.read(records -> records.consensuses(NOON, hour(1))).get(0).path(),
        store.read(records -> records.findPath(digest)).orElseThrow());
    try (ImportSession session = store.beginImport(VERIFIER)) {
      assertTrue(session.forget(digest).isPresent());
    }
    assertEquals(Optional.empty(), store.read(records -> records.findPath(digest)));
  }

  @Test
  void rejected_andLaterTakenIn_isRejectedNoLonger() {
    TestDocuments.Copy copy = consensus(NOON, List.of(appearance(1, "192.0.2.7", 0)));
    try (ImportSession session = store.beginImport(VERIFIER)) {
      int source = session.source("/archive.tar.xz", 2);
      session.reject(copy.consensus().sha256(), source, "a\0b", "found \0, expected a line");
      session.flush();
      assertEquals(1, store.rejected(10).size());
      add(session, source, copy);
      session.flush();
    }
    assertEquals(List.of(), store.rejected(10));
  }

  @Test
  void open_withAWrongPassword_saysSo() {
    StoreException fault =
        assertThrows(
            StoreException.class,
            () -> Store.open(DatabaseConfig.of(config.url(), config.user(), "wrong")));
    assertTrue(
        String.valueOf(fault.getMessage()).contains("password authentication failed"),
        fault.getMessage());
  }

  @Test
  void recheck_ofAVerifiedConsensus_countsSignaturesWhoseCertificatesCame() {
    TestDocuments.Copy copy =
        consensus(
            Flavor.NS,
            NOON,
            List.of(appearance(1, "192.0.2.7", 0)),
            TestDocuments.signatures(
                Signed.WELL, Signed.WELL, Signed.WELL, Signed.WITHOUT_CERTIFICATE),
            "");
    try (ImportSession session = store.beginImport(VERIFIER)) {
      add(session, session.source("/archive.tar.xz", 2), copy);
      session.recheck(TestDocuments.verifier(true));
    }
    assertEquals(
        4, store.read(records -> records.consensuses(NOON, hour(1))).get(0).goodSignatures());
  }

  @Test
  void forget_ofARejectedDocument_removesItsRecord() {
    Sha256 sha256 = Sha256.digest(new byte[3]);
    try (ImportSession session = store.beginImport(VERIFIER)) {
      session.reject(sha256, session.source("/archive.tar.xz", 2), "member", "truncated");
      assertEquals(
          Optional.of(new Forgotten(Forgotten.Kind.REJECTED, null, "member", "/archive.tar.xz")),
          session.forget(sha256));
    }
    assertEquals(List.of(), store.rejected(10));
  }

  @Test
  void certificate_takenIn_comesBackWhole() {
    KeyCertificate certificate =
        new KeyCertificate(
            3,
            TestDocuments.fingerprint(1),
            NOON,
            hour(24),
            new byte[] {1, 2, 3},
            2,
            new byte[] {4},
            new byte[] {5},
            new byte[0],
            new byte[] {6},
            Sha256.digest(new byte[4]));
    try (ImportSession session = store.beginImport(VERIFIER)) {
      int source = session.source("/certs", 1);
      assertTrue(session.add(certificate, source, "cert"));
      assertFalse(session.add(certificate, source, "cert"));
      KeyCertificate held = session.certificates().get(0);
      assertEquals(certificate, held);
      assertEquals(certificate.identity(), held.identity());
      assertEquals(certificate.expires(), held.expires());
      assertArrayEquals(certificate.document(), held.document());
      assertArrayEquals(certificate.certification(), held.certification());
      assertEquals(
          Forgotten.Kind.KEY_CERTIFICATE,
          session.forget(certificate.sha256()).orElseThrow().kind());
    }
    assertEquals(List.of(), store.certificates());
  }

  @Test
  void open_makesNoTableWhoseEndVacuumCutsOff() throws SQLException {
    DatabaseConfig fresh = TestDatabases.fresh();
    Store.open(fresh).close();
    try (Connection connection = TestDatabases.connect(fresh);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select count(*) filter (where reloptions @> '{vacuum_truncate=off}'),
                       count(*),
                       string_agg(relname, ' ')
                         filter (where not coalesce(reloptions, '{}') @> '{vacuum_truncate=off}')
                  from pg_class
                 where relkind = 'r' and relnamespace = current_schema()::regnamespace
                   and relname <> 'flyway_schema_history'
                """)) {
      assertTrue(row.next());
      assertEquals(13, row.getInt(2));
      assertEquals(13, row.getInt(1), row.getString(3));
    }
  }

  @Test
  void open_ofALaterVersionsSchema_isRefused() throws SQLException {
    try (Connection connection = TestDatabases.connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into flyway_schema_history (installed_rank, version, description, type, script,
                 installed_by, execution_time, success)
          values (99, '999', 'of the future', 'SQL', 'V999__of_the_future.sql', 'x', 1, true)
          """);
    }
    StoreException fault = assertThrows(StoreException.class, () -> Store.open(config));
    assertTrue(String.valueOf(fault.getMessage()).contains("later version"), fault.getMessage());
  }

  @Test
  void open_ofAServerThatIsNotThere_saysSo() {
    DatabaseConfig nowhere = DatabaseConfig.of("jdbc:postgresql://127.0.0.1:1/none", "a", "b");

    StoreException fault = assertThrows(StoreException.class, () -> Store.open(nowhere));
    assertTrue(String.valueOf(fault.getMessage()).contains("127.0.0.1:1"), fault.getMessage());
  }

  @Test
  void open_ofAUrlOfAnotherKind_saysSo() {
    DatabaseConfig other = DatabaseConfig.of("jdbc:mysql://127.0.0.1/none", "a", "b");

    StoreException fault = assertThrows(StoreException.class, () -> Store.open(other));
    assertTrue(String.valueOf(fault.getMessage()).contains("mysql"), fault.getMessage());
  }

  @Test
  void open_forReadingWithoutSchema_saysWhatIsLacking() {
    DatabaseConfig empty = TestDatabases.fresh();
    StoreException fault = assertThrows(StoreException.class, () -> Store.open(empty.forReading()));
    assertTrue(String.valueOf(fault.getMessage()).contains("V001"), fault.getMessage());
  }

  @Test
  void open_forReadingOfALaterVersionsSchema_isRefused() throws SQLException {
    DatabaseConfig fresh = TestDatabases.fresh();
    Store.open(fresh).close();
    execute(
        fresh.writing(),
        """
        insert into flyway_schema_history (installed_rank, version, description, type, script,
               installed_by, execution_time, success)
        values (99, '999', 'of the future', 'SQL', 'V999__of_the_future.sql', 'x', 1, true)
        """);

    StoreException fault = assertThrows(StoreException.class, () -> Store.open(fresh.forReading()));
    assertTrue(String.valueOf(fault.getMessage()).contains("later version"), fault.getMessage());
  }

  private static void execute(DatabaseLogin login, String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(login.url(), login.user(), login.password());
        Statement executing = connection.createStatement()) {
      executing.execute(statement);
    }
  }

  @Test
  void reader_ofTheEmbeddedDatabase_canReadAndNotWrite() throws SQLException {
    Store.open(config).close();
    DatabaseLogin reader = config.reading();
    execute(reader, "select count(*) from run");

    for (String writing :
        List.of(
            "delete from run",
            "set transaction read write; delete from run",
            "set session characteristics as transaction read write; insert into relay values (1,"
                + " null)",
            "begin read write; create table mine (x int)",
            "begin read write; alter role relaywitness_read superuser")) {
      SQLException refused = assertThrows(SQLException.class, () -> execute(reader, writing));
      assertTrue(
          List.of("25006", "42501").contains(refused.getSQLState()),
          () -> writing + ": " + refused.getMessage());
    }
  }

  @Test
  void readers_haveTheTimeLimitsOfTheConfiguration() throws SQLException {
    Store.open(config).close();
    DatabaseTimeouts limits =
        new DatabaseTimeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(7),
            Duration.ofSeconds(3),
            Duration.ofSeconds(11));
    try (ReaderPool pool = ReaderPool.open(config.within(limits));
        ReadTransaction state = pool.begin(new KeptRecords());
        Statement statement = state.connection().createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select current_setting('statement_timeout') || ' '
                       || current_setting('lock_timeout') || ' '
                       || current_setting('idle_in_transaction_session_timeout') || ' '
                       || current_setting('transaction_read_only')
                """)) {
      row.next();
      assertEquals("7s 3s 11s on", row.getString(1));
      assertEquals(Optional.empty(), state.replica());
    }
  }

  @Test
  void read_thatCannotBegin_givesItsConnectionBack() throws SQLException {
    Store.open(config).close();
    try (Store store = Store.open(config)) {
      execute(config.writing(), "alter table record_day rename to elsewhere");
      for (int i = 0; i < 2 * config.readers(); i++) {
        assertThrows(StoreException.class, () -> store.read(snapshot -> snapshot.extent()));
        assertThrows(
            StoreException.class,
            () ->
                store.read(
                    snapshot ->
                        snapshot.recordsOf(InetAddress.getLoopbackAddress(), NOON, NOON, hour(1))));
      }
      execute(config.writing(), "alter table elsewhere rename to record_day");
      assertNull(store.read(snapshot -> snapshot.extent()).lastConsensus());
    }
  }

  @Test
  void read_afterTheServerEndedAllConnections_isAnswered() throws SQLException {
    try (Store store = Store.open(config)) {
      store.read(snapshot -> snapshot.extent());
      execute(
          config.writing(),
          "select pg_terminate_backend(pid) from pg_stat_activity where usename ="
              + " 'relaywitness_read' and datname = current_database()");

      assertEquals(List.of(), store.read(snapshot -> snapshot.exitLists(NOON, NOON)));
    }
  }
}
