package org.relaywitness.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.relaywitness.files.WholeFile;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.lookup.RelayHistory.Snapshot;
import org.relaywitness.lookup.Span;

/**
 * Writes the records of a period into one file or folder. It appears under its name only when it is
 * whole; until then it stands beside it under a name that begins with a dot.
 */
public final class OfflineExport {
  private final RelayHistory history;
  private final String version;

  /**
   * An export.
   *
   * @param version of this product, named in the file
   */
  public OfflineExport(RelayHistory history, String version) {
    this.history = history;
    this.version = version;
  }

  /** The forms of the data set. */
  public enum Form {
    /** One SQLite file, from which questions can be answered: {@code .sqlite}, {@code .db}. */
    SQLITE,
    /** A zip of CSV files. */
    CSV_ZIP,
    /** A folder of CSV files, which must not exist yet. */
    CSV_FOLDER;

    /** The form that the ending of the file's name asks for; {@code null}: not known. */
    public static @Nullable Form find(Path file) {
      String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
      int dot = name.lastIndexOf('.');
      return switch (dot < 0 ? "" : name.substring(dot)) {
        case "" -> CSV_FOLDER;
        case ".sqlite", ".sqlite3", ".db" -> SQLITE;
        case ".zip" -> CSV_ZIP;
        default -> null;
      };
    }
  }

  /** What was written. */
  public record Written(int consensuses, int exitLists, int runs, int scans) {}

  /**
   * Writes what is held of the period.
   *
   * @param period {@link Instant#MIN} and {@link Instant#MAX} for unbounded sides: all that is held
   * @param now the time of the export: beyond it nothing can have been held
   * @throws FileAlreadyExistsException for a folder that exists; a file is replaced
   */
  public Written write(Span period, Instant now, Form form, Path file) throws IOException {
    Path target = file.toAbsolutePath();
    if (form == Form.CSV_FOLDER ? Files.exists(target) : Files.isDirectory(target)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    try {
      return WholeFile.make(target, part -> read(period, now, form, part));
    } catch (UncheckedIOException e) {
      throw new IOException(file + ": cannot be written", e);
    }
  }

  private Written read(Span period, Instant now, Form form, Path part) {
    return history.read(
        snapshot -> {
          try {
            return write(snapshot, period, now, form, part);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private Written write(Snapshot snapshot, Span period, Instant now, Form form, Path part)
      throws IOException {
    switch (form) {
      case SQLITE -> {
        try (SqliteSink sink = new SqliteSink(part)) {
          Written written = write(snapshot, period, now, sink);
          sink.finish();
          return written;
        }
      }
      case CSV_ZIP -> {
        try (CsvSink sink = new CsvSink.Zip(part)) {
          return write(snapshot, period, now, sink);
        }
      }
      case CSV_FOLDER -> {
        try (CsvSink sink = new CsvSink.Folder(part)) {
          return write(snapshot, period, now, sink);
        }
      }
    }
    throw new IllegalStateException("no such form: " + form);
  }

  private Written write(Snapshot snapshot, Span period, Instant now, RowSink sink)
      throws IOException {
    dictionary(sink);
    Span whole = new Span(Values.wholeSecond(period.from()), Values.wholeSecond(period.to()));
    Span read =
        new Span(
            period.from().equals(Instant.MIN) ? Instant.MIN : whole.from(),
            period.to().equals(Instant.MAX) ? Instant.MAX : whole.to());
    RecordRows.Counts counts = new RecordRows(snapshot, read, sink).write();
    sink.begin(DataTable.ABOUT);
    sink.row("format", About.FORMAT);
    sink.row("format_version", Integer.toString(SqliteSink.FORMAT_VERSION));
    sink.row("product_version", version);
    // Of the second of the export itself not everything may have been held.
    sink.row(About.EXPORTED_AT, Values.time(now.truncatedTo(ChronoUnit.SECONDS)));
    sink.row(About.PERIOD_FROM, period.from().equals(Instant.MIN) ? "" : Values.time(whole.from()));
    sink.row(About.PERIOD_TO, period.to().equals(Instant.MAX) ? "" : Values.time(whole.to()));
    sink.row(About.rows(DataTable.CONSENSUS), Integer.toString(counts.consensuses()));
    sink.row(About.rows(DataTable.EXIT_LIST), Integer.toString(counts.exitLists()));
    sink.row(About.rows(DataTable.RUN), Integer.toString(counts.runs()));
    sink.row(About.rows(DataTable.SCAN), Integer.toString(counts.scans()));
    return new Written(counts.consensuses(), counts.exitLists(), counts.runs(), counts.scans());
  }

  private static void dictionary(RowSink sink) throws IOException {
    sink.begin(DataTable.DATA_DICTIONARY);
    for (DataTable table : DataTable.values()) {
      sink.row(table.tableName(), "", "", table.description());
      for (DataTable.Column column : table.columns()) {
        sink.row(table.tableName(), column.name(), column.type(), column.description());
      }
    }
    for (DataView view : DataView.values()) {
      sink.row(view.viewName(), "", "", view.description());
    }
  }
}
