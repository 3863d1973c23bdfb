package org.relaywitness.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.export.DataTable.Column;

/**
 * Writes each table as {@code TABLE.csv}: RFC 4180, UTF-8, a line of column names first; null is an
 * empty field, an empty text is {@code ""}.
 */
abstract sealed class CsvSink implements RowSink, AutoCloseable {
  private @Nullable Writer file;
  private @Nullable CsvWriter csv;

  /** Where the next table goes. */
  abstract OutputStream open(String name) throws IOException;

  @Override
  public void begin(DataTable table) throws IOException {
    endTable();
    Writer opened =
        new BufferedWriter(
            new OutputStreamWriter(open(table.tableName() + ".csv"), StandardCharsets.UTF_8));
    file = opened;
    csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.CRLF)
            .quoteStrategy(QuoteStrategies.EMPTY)
            .build(opened);
    row(table.columns().stream().map(Column::name).toArray());
  }

  @Override
  public void row(@Nullable Object... values) throws IOException {
    CsvWriter into = csv;
    if (into == null) {
      throw new IllegalStateException("no table was begun");
    }
    List<@Nullable String> fields = new ArrayList<>(values.length);
    for (Object value : values) {
      fields.add(value == null ? null : value.toString());
    }
    try {
      write(into, fields);
    } catch (UncheckedIOException e) {
      throw new IOException("the CSV file cannot be written", e);
    }
  }

  private static void write(CsvWriter into, List<@Nullable String> fields) {
    CsvWriter.CsvWriterRecord line = into.writeRecord();
    for (String field : fields) {
      line.writeField(field);
    }
    line.endRecord();
  }

  private void endTable() throws IOException {
    Writer ended = file;
    CsvWriter flushed = csv;
    file = null;
    csv = null;
    if (ended == null || flushed == null) {
      return;
    }
    try (ended) {
      flushed.flush();
    }
  }

  @Override
  public void close() throws IOException {
    endTable();
  }

  /** A file in a folder for each table. */
  static final class Folder extends CsvSink {
    private final Path folder;

    Folder(Path folder) throws IOException {
      this.folder = Files.createDirectory(folder);
    }

    @Override
    OutputStream open(String name) throws IOException {
      return Files.newOutputStream(folder.resolve(name));
    }
  }

  /** A member of a zip for each table. */
  static final class Zip extends CsvSink {
    private final ZipOutputStream zip;

    Zip(Path file) throws IOException {
      zip = new ZipOutputStream(Files.newOutputStream(file));
    }

    @Override
    OutputStream open(String name) throws IOException {
      zip.putNextEntry(new ZipEntry(name));
      return new Member(zip);
    }

    @Override
    public void close() throws IOException {
      try (zip) {
        super.close();
      }
    }
  }

  /** Ends the member, not the zip. */
  private static final class Member extends OutputStream {
    private final ZipOutputStream zip;
    private boolean ended;

    Member(ZipOutputStream zip) {
      this.zip = zip;
    }

    @Override
    public void write(int one) throws IOException {
      zip.write(one);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      zip.write(bytes, start, length);
    }

    @Override
    public void close() throws IOException {
      if (!ended) {
        ended = true;
        zip.closeEntry();
      }
    }
  }
}
