package org.relaywitness.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.PackFiles;
import org.relaywitness.files.WholeFile;
import org.relaywitness.store.BackedTable;
import org.relaywitness.store.TableDump;

/**
 * Writes one backup: a ZIP file with each table as text, each pack as it is, and a manifest with
 * their digests. It appears under its name only when it is whole and on the disk.
 *
 * <p>The packs are listed after the tables' moment, and documents are on the disk before the tables
 * name them: so they hold every document that the tables name and that is kept.
 */
public final class BackupWriter {
  private final TableDump tables;
  private final Path documents;
  private final String version;

  /**
   * A backup of these tables and of the packs in this folder.
   *
   * @param version of this product
   */
  public BackupWriter(TableDump tables, Path documents, String version) {
    this.tables = tables;
    this.documents = documents;
    this.version = version;
  }

  /**
   * What was written.
   *
   * @param missing documents that the tables name and no pack holds
   * @param damaged packs that are damaged and were copied as they are, each with what is wrong
   */
  public record Written(
      long rows,
      int packs,
      long documents,
      long missing,
      long bytes,
      Sha256 content,
      Map<String, String> damaged) {
    public Written {
      damaged = Map.copyOf(damaged);
    }
  }

  /** Writes it; an older file of the name is replaced. */
  public Written write(Path file, Instant now) throws IOException {
    return WholeFile.make(file, part -> writeInto(part, now.truncatedTo(ChronoUnit.SECONDS)));
  }

  private Written writeInto(Path part, Instant now) throws IOException {
    PackFiles packs = new PackFiles(documents, tables.documents());
    try (FileChannel channel =
            FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ZipOutputStream zip =
            new ZipOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16))) {
      List<Manifest.Table> copiedTables = copyTables(zip, now);
      List<Manifest.Pack> copiedPacks = copyPacks(packs, zip, now);
      int named = tables.documents().size();
      Manifest manifest =
          new Manifest(
              version,
              tables.schema(),
              now,
              tables.digest(),
              named,
              packs.missing(),
              copiedTables,
              copiedPacks);
      begin(zip, Manifest.MEMBER, Deflater.BEST_SPEED, now);
      zip.write(manifest.text().getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      zip.finish();
      zip.flush();
      channel.force(true);
      return new Written(
          copiedTables.stream().mapToLong(Manifest.Table::rows).sum(),
          copiedPacks.size(),
          named,
          manifest.missing(),
          channel.size(),
          manifest.content(),
          packs.damaged());
    }
  }

  private List<Manifest.Table> copyTables(ZipOutputStream zip, Instant now) throws IOException {
    List<Manifest.Table> copied = new ArrayList<>();
    for (BackedTable table : tables.tables()) {
      begin(zip, Manifest.Table.member(table.name()), Deflater.BEST_SPEED, now);
      MeasuredOutput out = new MeasuredOutput(zip);
      long rows = tables.copy(table, out);
      zip.closeEntry();
      copied.add(new Manifest.Table(table, rows, out.content()));
    }
    return copied;
  }

  private static List<Manifest.Pack> copyPacks(PackFiles packs, ZipOutputStream zip, Instant now)
      throws IOException {
    List<Manifest.Pack> copied = new ArrayList<>();
    for (String name : packs.names()) {
      List<MeasuredOutput> opened = new ArrayList<>();
      PackFiles.Target target =
          () -> {
            // They are compressed already.
            begin(zip, Manifest.Pack.member(name), Deflater.NO_COMPRESSION, now);
            MeasuredOutput out = new MeasuredOutput(zip);
            opened.add(out);
            return out;
          };
      if (packs.copy(name, target)) {
        zip.closeEntry();
        copied.add(new Manifest.Pack(name, opened.get(0).content()));
      }
    }
    return copied;
  }

  private static void begin(ZipOutputStream zip, String member, int level, Instant now)
      throws IOException {
    ZipEntry entry = new ZipEntry(member);
    entry.setTimeLocal(LocalDateTime.ofInstant(now, ZoneOffset.UTC));
    zip.setLevel(level);
    zip.putNextEntry(entry);
  }
}
