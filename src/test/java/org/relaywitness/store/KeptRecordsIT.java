package org.relaywitness.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.store.TestDocuments.appearance;
import static org.relaywitness.store.TestDocuments.scan;
import static org.relaywitness.store.TestDocuments.signatures;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.Sha256;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Lookup;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.RelayHistory.Snapshot;
import org.relaywitness.store.TestDocuments.Signed;

/**
 * What is kept between reads never answers for another state of the records than the one that is
 * read: answers from it equal those that were read anew in the same transaction.
 */
class KeptRecordsIT {
  /** Some days around the end of a month. */
  private static final Instant START = Instant.parse("2024-02-26T00:00:00Z");

  private static final int HOURS = 7 * 24;

  private static final List<Appearance> APPEARANCES =
      List.of(
          appearance(1, "192.0.2.1", 0),
          appearance(1, "2001::1", 0),
          appearance(2, "192.0.2.1", 1),
          appearance(2, "192.0.2.2", 2),
          appearance(3, "198.51.100.3", 3));

  private static final ConsensusVerifier WITHOUT = TestDocuments.verifier(false);
  private static final ConsensusVerifier WITH = TestDocuments.verifier(true);

  /** The same state without anything kept. */
  private static Snapshot forgetful(Snapshot snapshot) {
    return (Snapshot)
        Proxy.newProxyInstance(
            KeptRecordsIT.class.getClassLoader(),
            new Class<?>[] {Snapshot.class},
            (proxy, method, arguments) -> {
              try {
                return method.getName().equals("memory")
                    ? null
                    : method.invoke(snapshot, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static UUID state(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select version from record_state")) {
      assertTrue(row.next());
      return row.getObject(1, UUID.class);
    }
  }

  private static Map<String, UUID> days(DatabaseConfig config) throws SQLException {
    Map<String, UUID> days = new TreeMap<>();
    try (Connection connection = TestDatabases.connect(config);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select day, version from record_day")) {
      while (row.next()) {
        days.put(row.getString(1), row.getObject(2, UUID.class));
      }
    }
    return days;
  }

  /**
   * Whether the records are still in this state, in which this is the answer; it is given there
   * without a transaction around it too.
   */
  private static boolean isAnswered(
      Answer answer, ReaderPool readers, KeptRecords kept, UUID state, Instant now)
      throws SQLException {
    Question question = answer.question();
    AddressQuery first =
        new AddressQuery(question.address(), question.from(), question.from(), question.to());
    try (ReadTransaction there = readers.begin(first, kept).state()) {
      if (!there.version().equals(state)) {
        return false;
      }
      assertEquals(
          answer,
          Lookup.answer(question, new SnapshotReader(readers, kept, there), now),
          "" + state);
      return true;
    } catch (StateGoneException e) {
      return false;
    }
  }

  /**
   * Compares until done; the states that were seen, each with several answers.
   *
   * @param single counts the answers of which no transaction was opened for the first query
   */
  private static Set<UUID> compare(
      DatabaseConfig config, KeptRecords kept, int seed, AtomicBoolean done, AtomicInteger single)
      throws SQLException {
    Random random = new Random(seed);
    Set<UUID> seen = new HashSet<>();
    try (ReaderPool readers = ReaderPool.open(config);
        Connection connection = TestDatabases.connect(config)) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      boolean last = false;
      while (!last) {
        last = done.get();
        UUID state = state(connection);
        seen.add(state);
        Reading reading = Reading.begin(connection, "0");
        KeptRecords none = new KeptRecords();
        Snapshot warm = new SnapshotReader(readers, kept, new ReadTransaction(reading, kept));
        Snapshot cold =
            forgetful(new SnapshotReader(readers, none, new ReadTransaction(reading, none)));
        for (int i = 0; i < 12; i++) {
          InetAddress address = APPEARANCES.get(random.nextInt(APPEARANCES.size())).address();
          Question question =
              Question.ofInstant(
                  address,
                  START.plusSeconds(random.nextInt(3600 * HOURS)),
                  ZoneOffset.UTC,
                  random.nextInt(4) == 0 ? Duration.ofHours(3) : Duration.ZERO,
                  null);
          Instant now =
              random.nextInt(3) == 0
                  ? question.to().plus(Duration.ofHours(random.nextInt(52)))
                  : Instant.parse("2025-01-01T00:00:00Z");
          Answer answer = Lookup.answer(question, cold, now);
          assertEquals(answer, Lookup.answer(question, warm, now), "" + state);
          if (isAnswered(answer, readers, kept, state, now)) {
            single.incrementAndGet();
          }
        }
        connection.rollback();
      }
    }
    return seen;
  }

  private static TestDocuments.Copy consensus(Random random) {
    List<Appearance> content =
        APPEARANCES.stream().filter(appearance -> random.nextInt(4) > 0).toList();
    return TestDocuments.consensus(
        random.nextInt(5) == 0 ? Flavor.MICRODESC : Flavor.NS,
        START.plusSeconds(3600L * random.nextInt(HOURS)),
        content,
        random.nextInt(3) == 0
            ? signatures(Signed.WELL, Signed.WITHOUT_CERTIFICATE, Signed.WITHOUT_CERTIFICATE)
            : signatures(Signed.WELL, Signed.WELL, Signed.WELL),
        random.nextBoolean() ? "" : "crlf ");
  }

  private static ExitList list(Random random) {
    Instant time = START.plusSeconds(3600L * random.nextInt(HOURS) + 123);
    List<ExitScan> scans = new ArrayList<>();
    for (int relay = 1; relay < 4; relay++) {
      if (random.nextBoolean()) {
        scans.add(scan(relay, "192.0.2.1", time.minusSeconds(random.nextInt(7200))));
      }
    }
    return TestDocuments.exitList(time, scans);
  }

  /** One import with some documents; what is held then. */
  private static void importSome(Store store, Random random, List<Sha256> brought) {
    try (ImportSession session = store.beginImport(WITHOUT)) {
      int source = session.source("/somewhere" + random.nextInt(3), 1);
      for (int i = 0; i < 25; i++) {
        TestDocuments.Copy copy = consensus(random);
        session.add(
            copy.consensus(),
            PackedAppearances.of(copy.appearances()),
            WITHOUT.check(
                copy.consensus().flavor(),
                copy.consensus().validAfter(),
                copy.consensus().signedDigest(),
                copy.consensus().signatures()),
            source,
            "path" + random.nextInt(9));
        ExitList list = list(random);
        session.add(list, source, "list" + random.nextInt(9));
        brought.add(copy.consensus().sha256());
        brought.add(list.sha256());
      }
      if (random.nextInt(5) > 0) {
        session.flush();
      }
    }
  }

  /** Ends the server's process of an import while it writes, as a crash would. */
  private static void importAndKill(
      Store store, DatabaseConfig config, Random random, ExecutorService threads) throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    Future<?> killing =
        threads.submit(
            () -> {
              try (Connection connection = TestDatabases.connect(config);
                  Statement statement = connection.createStatement()) {
                while (!ended.get()) {
                  statement.execute(
                      "select pg_terminate_backend(pid) from pg_stat_activity"
                          + " where application_name = 'relaywitness import'"
                          + " and datname = current_database()"
                          + " and state = 'active' and query ~ '^(COPY|copy|insert|INSERT)'");
                }
              }
              return true;
            });
    try {
      importSome(store, random, new ArrayList<>());
    } catch (StoreException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    } finally {
      ended.set(true);
    }
    killing.get();
  }

  @Test
  void answers_besideImportsForgettingAndKills_equalThoseReadAnew() throws Exception {
    DatabaseConfig config = TestDatabases.fresh();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    Random random = new Random(20240226);
    KeptRecords kept = new KeptRecords();
    try (Store store = Store.open(config)) {
      AtomicBoolean done = new AtomicBoolean();
      AtomicInteger single = new AtomicInteger();
      List<Callable<Set<UUID>>> readers =
          List.of(
              () -> compare(config, kept, 1, done, single),
              () -> compare(config, kept, 2, done, single));
      List<Future<Set<UUID>>> reading = readers.stream().map(threads::submit).toList();
      try {
        List<Sha256> brought = new ArrayList<>();
        for (int round = 0; round < 12; round++) {
          importSome(store, random, brought);
          try (ImportSession session = store.beginImport(WITHOUT)) {
            for (int i = 0; i < 6; i++) {
              session.forget(brought.get(random.nextInt(brought.size())));
            }
            session.recheck(round % 2 == 0 ? WITH : WITHOUT);
            session.recheckAll(WITHOUT);
          }
          if (round % 3 == 0) {
            importAndKill(store, config, random, threads);
          }
        }
      } finally {
        done.set(true);
      }
      Set<UUID> seen = new HashSet<>();
      for (Future<Set<UUID>> reader : reading) {
        seen.addAll(reader.get());
      }
      assertTrue(single.get() > 0);
      assertTrue(seen.size() > 5, "states seen: " + seen.size());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void versions_afterAnImportOfOneHour_changeForItsDayOnly() throws SQLException {
    DatabaseConfig config = TestDatabases.fresh();
    try (Store store = Store.open(config)) {
      importHours(store, 0, 30, 60);
      Map<String, UUID> before = days(config);
      assertEquals(Set.of("2024-02-26", "2024-02-27", "2024-02-28"), before.keySet());
      importHours(store, 61);
      Map<String, UUID> after = days(config);
      assertNotEquals(before.remove("2024-02-28"), after.remove("2024-02-28"));
      assertEquals(before, after);
      importHours(store, 61);
      assertEquals(after.values().stream().toList(), before.values().stream().toList());
    }
  }

  @Test
  void version_ofAnImportThatBringsNothing_staysTheSame() throws SQLException {
    DatabaseConfig config = TestDatabases.fresh();
    try (Store store = Store.open(config);
        Connection connection = TestDatabases.connect(config)) {
      importHours(store, 5);
      UUID before = state(connection);
      importHours(store, 5);
      assertEquals(before, state(connection));
    }
  }

  private static void importHours(Store store, int... hours) {
    try (ImportSession session = store.beginImport(WITHOUT)) {
      int source = session.source("/somewhere", 1);
      for (int hour : hours) {
        TestDocuments.Copy copy =
            TestDocuments.consensus(START.plusSeconds(3600L * hour), APPEARANCES);
        session.add(
            copy.consensus(),
            PackedAppearances.of(copy.appearances()),
            WITHOUT.check(
                Flavor.NS,
                copy.consensus().validAfter(),
                copy.consensus().signedDigest(),
                copy.consensus().signatures()),
            source,
            "path");
      }
      session.flush();
    }
  }
}
