package org.relaywitness.backup;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.PackRestore;
import org.relaywitness.store.BackedTable;
import org.relaywitness.store.TableLoad;

/**
 * Reads one backup. Nothing is taken from it whose digest is not the manifest's.
 *
 * <p>Methods throw {@link BackupException} for a file that is damaged, cut short, or no backup, and
 * {@link IOException} when the disk fails.
 */
public final class BackupReader implements AutoCloseable {
  private static final int MOST_MANIFEST = 64 * 1024 * 1024;

  private final Path file;
  private final ZipFile zip;
  private final Manifest manifest;

  private BackupReader(Path file, ZipFile zip, Manifest manifest) {
    this.file = file;
    this.zip = zip;
    this.manifest = manifest;
  }

  /** What a backup says of itself. */
  public record Summary(
      String version,
      String created,
      long rows,
      int packs,
      long documents,
      long missing,
      Sha256 content) {}

  /** Opens a file and reads its manifest; the rest is not looked at yet. */
  public static BackupReader open(Path file) throws BackupException, IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
    } catch (ZipException e) {
      throw new BackupException(
          file, "this is no backup, or it was cut short: " + e.getMessage(), e);
    }
    boolean opened = false;
    try {
      BackupReader reader = new BackupReader(file, zip, manifest(file, zip));
      reader.requireMembers();
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        zip.close();
      }
    }
  }

  private static Manifest manifest(Path file, ZipFile zip) throws BackupException, IOException {
    ZipEntry entry = zip.getEntry(Manifest.MEMBER);
    if (entry == null) {
      throw new BackupException(file, "this is no backup: it has no " + Manifest.MEMBER);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(MOST_MANIFEST);
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      if (checksum.getValue() != entry.getCrc()) {
        throw damaged(file, Manifest.MEMBER);
      }
      return Manifest.parse(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (ZipException | CharacterCodingException | EOFException e) {
      throw damaged(file, Manifest.MEMBER);
    } catch (Manifest.UnreadableException e) {
      throw new BackupException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static BackupException damaged(Path file, String member) {
    return new BackupException(
        file, "this backup is damaged: " + member + " is not as it was written");
  }

  private void requireMembers() throws BackupException {
    Set<String> found = new TreeSet<>();
    zip.stream().map(ZipEntry::getName).forEach(found::add);
    Set<String> expected = manifest.members();
    for (String member : expected) {
      if (!found.contains(member)) {
        throw new BackupException(file, "this backup is damaged: it lacks " + member);
      }
    }
    if (zip.size() != expected.size()) {
      throw new BackupException(file, "this backup is damaged: it has members of no meaning");
    }
  }

  /** What it says of itself. */
  public Summary summary() {
    return new Summary(
        manifest.version(),
        manifest.created().toString(),
        manifest.tables().stream().mapToLong(Manifest.Table::rows).sum(),
        manifest.packs().size(),
        manifest.documents(),
        manifest.missing(),
        manifest.content());
  }

  /** The version of the schema, for {@link TableLoad#begin}. */
  public String schema() {
    return manifest.schema();
  }

  /** Reads all of it, and checks every digest. */
  public void check() throws BackupException, IOException {
    for (Manifest.Table table : manifest.tables()) {
      take(table.member(), table.content(), BackupReader::readThrough);
    }
    for (Manifest.Pack pack : manifest.packs()) {
      take(pack.member(), pack.content(), BackupReader::readThrough);
    }
  }

  private static long readThrough(InputStream in) throws IOException {
    return in.transferTo(OutputStream.nullOutputStream());
  }

  private interface Taker<T> {
    T take(InputStream in) throws IOException;
  }

  private <T> T take(String member, Manifest.Content content, Taker<T> taker)
      throws BackupException, IOException {
    ZipEntry entry = zip.getEntry(member);
    if (entry == null || entry.getSize() != content.bytes()) {
      throw damaged(file, member);
    }
    try (MeasuredInput in = new MeasuredInput(zip.getInputStream(entry))) {
      T taken = taker.take(in);
      if (!in.isAtEnd() || !in.content().equals(content)) {
        throw damaged(file, member);
      }
      return taken;
    } catch (ZipException | EOFException e) {
      throw damaged(file, member);
    }
  }

  /** Fills the tables; what was filled must not be kept when this throws. */
  public void fill(TableLoad load) throws BackupException, IOException {
    Set<BackedTable> expected = Set.copyOf(load.tables());
    for (Manifest.Table table : manifest.tables()) {
      if (!expected.contains(table.table())) {
        throw new BackupException(
            file, "its table " + table.table().name() + " is none of this schema");
      }
    }
    if (expected.size() != manifest.tables().size()) {
      throw new BackupException(file, "it lacks a table of its schema");
    }
    for (Manifest.Table table : manifest.tables()) {
      long rows = take(table.member(), table.content(), in -> load.fill(table.table(), in));
      if (rows != table.rows()) {
        throw damaged(file, table.member());
      }
    }
    Sha256 digest = load.digest();
    if (!digest.equals(manifest.content())) {
      throw new BackupException(
          file,
          "the records that came back have the digest "
              + digest
              + ", and the backup was taken of "
              + manifest.content());
    }
  }

  /** Hands the packs over. */
  public void add(PackRestore packs) throws BackupException, IOException {
    for (Manifest.Pack pack : manifest.packs()) {
      take(
          pack.member(),
          pack.content(),
          in -> {
            packs.add(pack.name(), in);
            return true;
          });
    }
  }

  private static final class MeasuredInput extends FilterInputStream {
    private final MessageDigest digest = Sha256.newDigest();
    private long bytes;

    MeasuredInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      if (count > 0) {
        digest.update(target, offset, count);
        bytes += count;
      }
      return count;
    }

    boolean isAtEnd() throws IOException {
      return read() < 0;
    }

    Manifest.Content content() {
      return new Manifest.Content(bytes, Sha256.ofBytes(digest.digest()));
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
