package org.relaywitness.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.export.OfflineExport.Form;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.Span;

class OfflineExportTest {
  private static final Instant NOW = Instant.parse("2024-04-01T00:00:00Z");

  @TempDir private Path folder;

  private Path export(String name) throws IOException {
    Path file = folder.resolve(name);
    Form form = Objects.requireNonNull(Form.find(file));
    new OfflineExport(ExampleRecords.history(), "test").write(Span.ALL, NOW, form, file);
    return file;
  }

  private static List<List<String>> rows(Path sqlite, String query) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sqlite);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        List<String> fields = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          String field = row.getString(i);
          fields.add(field == null ? "" : field);
        }
        rows.add(fields);
      }
    }
    return rows;
  }

  private static void change(Path sqlite, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sqlite);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void documentedQueries_runAndFindSomething() throws Exception {
    Path file = export("x.sqlite");
    String docs = Files.readString(Path.of("docs", "export.md"));
    Matcher query = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(docs);
    int queries = 0;
    while (query.find()) {
      queries++;
      assertFalse(rows(file, query.group(1)).isEmpty(), query.group(1));
    }
    assertEquals(6, queries);
  }

  @Test
  void dictionary_describesWhatIsThere_andSoDoTheDocs() throws Exception {
    Path file = export("x.sqlite");
    String docs = Files.readString(Path.of("docs", "export.md"));
    List<List<String>> columns =
        rows(
            file,
            "select m.name, c.name, lower(c.type) from sqlite_master m, pragma_table_info(m.name) c"
                + " where m.type = 'table' and m.name not like 'sqlite%'");
    List<List<String>> described =
        rows(
            file,
            "select table_name, column_name, type from data_dictionary where column_name <> ''");
    assertEquals(new TreeSet<>(names(described)), new TreeSet<>(names(columns)));
    for (List<String> column : columns) {
      assertTrue(docs.contains("`" + column.get(1) + "`"), column::toString);
    }
    for (List<String> view : rows(file, "select name from sqlite_master where type = 'view'")) {
      assertTrue(docs.contains("`" + view.get(0) + "`"), view::toString);
      assertEquals(
          1,
          rows(file, "select 1 from data_dictionary where table_name = '" + view.get(0) + "'")
              .size());
    }
    assertTrue(docs.contains("`application_id` is " + SqliteSink.APPLICATION_ID));
  }

  private static List<String> names(List<List<String>> rows) {
    return rows.stream().map(row -> String.join(" ", row)).toList();
  }

  @Test
  void csv_zipAndFolder_holdWhatSqliteHolds() throws Exception {
    Path sqlite = export("x.sqlite");
    Path csv = export("csv");
    Path zip = export("x.zip");
    try (ZipFile members = new ZipFile(zip.toFile())) {
      for (DataTable table : DataTable.values()) {
        String name = table.tableName() + ".csv";
        List<List<String>> expected = rows(sqlite, "select * from " + table.tableName());
        expected.add(0, table.columns().stream().map(DataTable.Column::name).toList());
        String text = Files.readString(csv.resolve(name));
        List<List<String>> found = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(text)) {
          reader.forEach(row -> found.add(row.getFields()));
        }
        assertEquals(expected, found, name);
        try (InputStream member = members.getInputStream(members.getEntry(name))) {
          assertEquals(text, new String(member.readAllBytes(), StandardCharsets.UTF_8), name);
        }
      }
    }
  }

  @Test
  void fileThatIsThere_isReplacedWhole_andAFolderIsNot() throws Exception {
    Path file = folder.resolve("x.sqlite");
    Files.writeString(file, "old");
    export("x.sqlite");
    SqliteHistory.open(file).close();
    Files.createDirectory(folder.resolve("csv"));
    assertThrows(FileAlreadyExistsException.class, () -> export("csv"));
    assertNull(Form.find(Path.of("x.csv")));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(2, left.count(), "no part is left");
    }
  }

  @Test
  void failure_leavesTheOldFileAndNoPart() throws Exception {
    Path file = export("x.sqlite");
    byte[] before = Files.readAllBytes(file);
    OfflineExport failing = new OfflineExport(ExampleRecords.history(), "test");
    assertThrows(
        IllegalArgumentException.class,
        () -> failing.write(Span.ALL, Instant.MAX, Form.SQLITE, file));
    assertTrue(Arrays.equals(before, Files.readAllBytes(file)));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void foreignOrDamagedFiles_areRefusedWithTheReason() throws Exception {
    assertThrows(NoSuchFileException.class, () -> SqliteHistory.open(folder.resolve("none")));
    Path text = Files.writeString(folder.resolve("text"), "x");
    assertRefused(text, "not an offline data set");
    assertRefused(folder, "not an offline data set");
    Path other = folder.resolve("other.db");
    change(other, "create table t (x)");
    assertRefused(other, "a SQLite file, but not");
    Path newer = export("newer.sqlite");
    change(newer, "pragma user_version = 2");
    assertRefused(newer, "format version 2");
    Path lost = export("lost.sqlite");
    change(lost, "delete from run where rowid = 1");
    assertRefused(lost, "rows in run");
    Path cut = export("cut.sqlite");
    byte[] bytes = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(cut, "damaged");
  }

  private static void assertRefused(Path file, String words) {
    OfflineFileException e =
        assertThrows(OfflineFileException.class, () -> SqliteHistory.open(file).close());
    assertTrue(
        String.valueOf(e.getMessage()).contains(words), () -> String.valueOf(e.getMessage()));
  }
}
