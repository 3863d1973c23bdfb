package org.relaywitness.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.relaywitness.trust.AuthorityList;
import org.relaywitness.trust.ConsensusSignatures;
import org.relaywitness.trust.KeyCertificates;

/** The tables of a backup: which there are, and into what they may be filled. */
class TableLoadIT {

  @Test
  void tables_standBehindThoseTheyReferTo() {
    DatabaseConfig config = TestDatabases.fresh();
    Store.open(config).close();
    try (TableDump dump = TableDump.begin(config)) {
      List<String> names = dump.tables().stream().map(BackedTable::name).toList();

      assertEquals(names.size(), new HashSet<>(names).size());
      assertTrue(names.containsAll(Set.of("run", "exit_scan", "key_certificate")), names::toString);
      assertTrue(names.indexOf("source") < names.indexOf("consensus_document"));
      assertTrue(names.indexOf("consensus") < names.indexOf("consensus_entries"));
      assertFalse(names.contains("flyway_schema_history"));
    }
  }

  /** A sequence's state would be lost: a migration that brings one has to teach the backup. */
  @Test
  void schema_hasNothingThatABackupLacks() throws Exception {
    DatabaseConfig config = TestDatabases.fresh();
    Store.open(config).close();
    try (Connection connection = TestDatabases.connect(config);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select count(*) from pg_class
                 where relnamespace = current_schema()::regnamespace and relkind in ('S', 'm', 'f')
                """)) {
      row.next();
      assertEquals(0, row.getInt(1));
    }
  }

  @Test
  void schemaOfALaterVersion_isRefused() {
    DatabaseConfig config = TestDatabases.fresh();

    StoreException refused =
        assertThrows(StoreException.class, () -> TableLoad.begin(config, "999").close());

    assertTrue(String.valueOf(refused.getMessage()).contains("schema 999"), refused::toString);
  }

  @Test
  void import_whileRestoring_isRefused_andAfterwardsNothingIsThere() throws Exception {
    DatabaseConfig config = TestDatabases.fresh();
    String schema;
    try (Store store = Store.open(config)) {
      try (TableDump dump = TableDump.begin(config)) {
        schema = dump.schema();
      }
      try (TableLoad load = TableLoad.begin(config, schema)) {
        assertFalse(load.tables().isEmpty());
        assertThrows(
            ImportInProgressException.class,
            () ->
                store.beginImport(
                    new ConsensusSignatures(AuthorityList.bundled(), new KeyCertificates())));
      }
      TableLoad.begin(config, schema).close();
    }
  }
}
