package org.relaywitness.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.store.TestDocuments.appearance;
import static org.relaywitness.store.TestDocuments.consensus;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.Appearance;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.Listing;
import org.relaywitness.lookup.RelayHistory.Snapshot;

/** Reading without a transaction that has to be ended: of one state all the same. */
class ReadingIT {
  private static final Instant NOON = Instant.parse("2024-03-31T12:00:00Z");
  private static final Instant LATER = NOON.plusSeconds(3 * 3600);
  private static final Instant END = NOON.plusSeconds(10 * 3600);

  /** An advisory lock's number. */
  private static final int GATE = 7;

  private static final Appearance RELAY = appearance(1, "192.0.2.7", 1);
  private static final InetAddress ADDRESS = RELAY.address();
  private static final IpNetwork NETWORK = IpNetwork.around(ADDRESS, 24);

  private DatabaseConfig config;
  private Store store;

  @BeforeEach
  void open() {
    config = TestDatabases.fresh();
    store = Store.open(config);
    commit(NOON);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void commit(Instant validAfter) {
    try (ImportSession session = store.beginImport(TestDocuments.verifier(false))) {
      StoreIT.add(session, session.source("/file", 1), consensus(validAfter, List.of(RELAY)));
      session.flush();
    }
  }

  /** How many consensuses there are before others commit and after it. */
  private record TwoCounts() implements PairQuery<List<Long>> {
    @Override
    public String sql() {
      return "select count(*) from consensus where valid_after >= ?;"
          + "select pg_advisory_xact_lock_shared("
          + GATE
          + ");"
          + "select count(*) from consensus";
    }

    @Override
    public void bind(PreparedStatement select, int first) throws SQLException {
      select.setObject(first, Times.bound(NOON));
    }

    @Override
    public List<Long> read(PreparedStatement executed, ReadTransaction transaction)
        throws SQLException {
      long before = count(executed);
      executed.getMoreResults();
      executed.getMoreResults();
      return List.of(before, count(executed));
    }

    private static long count(PreparedStatement executed) throws SQLException {
      try (ResultSet row = executed.getResultSet()) {
        assertTrue(row.next());
        return row.getLong(1);
      }
    }
  }

  @Test
  void statementsSentTogether_seeOneState_whateverIsCommittedBetweenThem() throws Exception {
    KeptRecords kept = new KeptRecords();
    try (ReaderPool readers = ReaderPool.open(config)) {
      readers.begin(kept).close();
      ReaderPool.Begun<List<Long>> counted =
          whileCommitting(() -> readers.begin(new TwoCounts(), kept));
      try (ReadTransaction state = counted.state()) {
        assertEquals(List.of(1L, 1L), counted.found());
        assertThrows(StateGoneException.class, state::connection);
        assertTrue(state.movedOn());
      }
    }
  }

  @Test
  void statementsSentTogether_ofWhoseStateMoreIsToBeRead_areSentAgainWhenItIsGone()
      throws Exception {
    AtomicInteger runs = new AtomicInteger();
    List<Long> counted =
        whileCommitting(
            () ->
                store.read(
                    snapshot -> {
                      runs.incrementAndGet();
                      List<Long> found =
                          ((SnapshotReader) snapshot).query("count", new TwoCounts());
                      assertEquals(2, hours(snapshot).size());
                      return found;
                    }));
    assertEquals(List.of(2L, 2L), counted);
    assertEquals(2, runs.get());
  }

  /** Commits an import between the statements of {@link TwoCounts}. */
  private <T> T whileCommitting(Callable<T> counting) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Connection gate = TestDatabases.connect(config);
        Statement statement = gate.createStatement()) {
      statement.execute("select pg_advisory_lock(" + GATE + ")");
      Future<T> counted = thread.submit(counting);
      String waiting =
          "select count(*) from pg_locks l join pg_database d on d.oid = l.database"
              + " where d.datname = current_database() and locktype = 'advisory' and not granted";
      while (ask(waiting) == 0) {
        assertFalse(counted.isDone());
        Thread.sleep(5);
      }
      commit(LATER);
      statement.execute("select pg_advisory_unlock(" + GATE + ")");
      return counted.get();
    } finally {
      thread.shutdownNow();
    }
  }

  /** How the transaction of statements sent together is limited. */
  private record Limits() implements PairQuery<String> {
    @Override
    public String sql() {
      return """
          select 1;
          select concat_ws(' ', current_setting('statement_timeout'),
                 current_setting('lock_timeout'), current_setting('transaction_read_only'),
                 current_setting('transaction_isolation'))
          """;
    }

    @Override
    public void bind(PreparedStatement select, int first) {}

    @Override
    public String read(PreparedStatement executed, ReadTransaction transaction)
        throws SQLException {
      executed.getMoreResults();
      try (ResultSet row = executed.getResultSet()) {
        assertTrue(row.next());
        return row.getString(1);
      }
    }
  }

  @Test
  void statementsSentTogether_haveTheLimitsOfTheConfiguration() throws SQLException {
    DatabaseTimeouts limits =
        new DatabaseTimeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(7),
            Duration.ofSeconds(3),
            Duration.ofSeconds(11));
    KeptRecords kept = new KeptRecords();
    try (ReaderPool readers = ReaderPool.open(config.within(limits))) {
      readers.begin(kept).close();
      ReaderPool.Begun<String> begun = readers.begin(new Limits(), kept);
      begun.state().close();
      assertEquals("7s 3s on repeatable read", begun.found());
    }
  }

  @Test
  void read_ofOneAddress_leavesNoTransactionOpen() {
    meetTheState();
    store.read(
        snapshot -> {
          assertEquals(1, snapshot.recordsOf(ADDRESS, NOON, NOON, LATER).listings().size());
          assertEquals(0, inTransaction());
          assertEquals(1, snapshot.recordsIn(NETWORK, NOON, NOON, LATER).listings().size());
          assertEquals(0, inTransaction());
          assertEquals(1, snapshot.listings(NOON, LATER).size());
          assertEquals(1, inTransaction());
          return "";
        });
    assertEquals(0, inTransaction());
  }

  /** Reads what is kept of each state; whoever comes next needs no more than the address. */
  private void meetTheState() {
    assertEquals(
        store.read(snapshot -> hours(snapshot).size()), store.read(ReadingIT::hoursListed));
  }

  private long inTransaction() {
    try {
      return ask(
          "select count(*) from pg_stat_activity where datname = current_database()"
              + " and state = 'idle in transaction'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void read_whenNothingIsCommittedMeanwhile_runsOnce() {
    meetTheState();
    AtomicInteger runs = new AtomicInteger();
    List<Instant> hours =
        store.read(
            snapshot -> {
              runs.incrementAndGet();
              snapshot.recordsOf(ADDRESS, NOON, NOON, LATER);
              return hours(snapshot);
            });
    assertEquals(List.of(NOON), hours);
    assertEquals(1, runs.get());
  }

  @Test
  void read_whenAnImportCommitsBetweenItsQueries_runsAgainInOneState() {
    List<Consumer<Snapshot>> seconds =
        List.of(
            snapshot -> snapshot.recordsIn(NETWORK, NOON, NOON, LATER),
            snapshot -> snapshot.recordsOf(ADDRESS, NOON, NOON, LATER),
            ReadingIT::hours);
    Instant next = NOON;
    int held = 1;
    for (Consumer<Snapshot> second : seconds) {
      meetTheState();
      Instant added = next.plusSeconds(3600);
      AtomicInteger runs = new AtomicInteger();
      List<Integer> seen =
          store.read(
              snapshot -> {
                int before = hoursListed(snapshot);
                if (runs.incrementAndGet() == 1) {
                  commit(added);
                }
                second.accept(snapshot);
                return List.of(before, hoursListed(snapshot), hours(snapshot).size());
              });
      held++;
      assertEquals(List.of(held, held, held), seen);
      assertEquals(2, runs.get());
      next = added;
    }
  }

  /** How many hours the address' first relay was listed in a row. */
  private static int hoursListed(Snapshot snapshot) {
    Listing listing = snapshot.recordsOf(ADDRESS, NOON, NOON, END).listings().get(0);
    return 1 + (int) Duration.between(listing.first(), listing.last()).toHours();
  }

  private static List<Instant> hours(Snapshot snapshot) {
    return snapshot.consensuses(NOON, END).stream().map(HeldConsensus::validAfter).toList();
  }

  @Test
  void read_whoseOwnFaultItIs_isNotRunAgain() {
    AtomicInteger runs = new AtomicInteger();
    assertThrows(
        IllegalStateException.class,
        () ->
            store.read(
                snapshot -> {
                  snapshot.recordsOf(ADDRESS, NOON, NOON, LATER);
                  runs.incrementAndGet();
                  throw new IllegalStateException("of its own");
                }));
    assertEquals(1, runs.get());
  }

  private long ask(String sql) throws SQLException {
    try (Connection connection = TestDatabases.connect(config);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertTrue(row.next());
      return row.getLong(1);
    }
  }
}
