package org.relaywitness.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveReaderFormatsTest {
  @TempDir private Path folder;

  private final RecordingVisitor visitor = new RecordingVisitor();
  private final ArchiveReader reader = new ArchiveReader(ArchiveLimits.defaults());

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Members of every length that matters to a reader of 512-byte blocks and 64 KiB pieces. */
  private static Map<String, byte[]> members() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    Random random = new Random(7);
    for (int length : new int[] {0, 1, 511, 512, 513, 1024, 65_536, 300_001, 1_500_000}) {
      byte[] content = new byte[length];
      for (int i = 0; i < length; i++) {
        content[i] = (byte) ('a' + random.nextInt(8));
      }
      members.put("month/01/document-" + length, content);
    }
    return members;
  }

  private void assertDelivered(Map<String, byte[]> expected) {
    assertEquals(List.of(), visitor.messages());
    assertEquals(List.copyOf(expected.keySet()), visitor.paths());
    for (ArchivedFile file : visitor.files) {
      assertArrayEquals(expected.get(file.path()), file.content(), file.path());
    }
  }

  private void read(byte[] bytes) throws InterruptedException {
    reader.read(new ByteArrayInputStream(bytes), "-", visitor);
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void tar_inEveryPackingOnDisk_givesItsMembers(Packing packing) throws Exception {
    Path file = folder.resolve("month.tar" + packing.ending());
    byte[] bytes = packing.pack(TarWriting.tar(members()));
    Files.write(file, bytes);

    reader.read(file, visitor);

    assertDelivered(members());
    ContainerEnd end = visitor.ends.get(0);
    assertTrue(end.intact());
    assertEquals(members().size(), end.files());
    assertEquals(bytes.length, end.bytes());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertArrayEquals(digest, end.sha256().orElseThrow());
    assertArrayEquals(digest, ArchiveReader.sha256(file));
    assertEquals(bytes.length, reader.bytesRead());
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void tar_inEveryPackingFromStandardInput_givesItsMembers(Packing packing) throws Exception {
    byte[] bytes = packing.pack(TarWriting.tar(members()));
    read(bytes);
    assertDelivered(members());
    assertArrayEquals(
        MessageDigest.getInstance("SHA-256").digest(bytes),
        visitor.ends.get(0).sha256().orElseThrow());
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void document_inEveryPacking_isDeliveredWithoutItsEnding(Packing packing) throws Exception {
    byte[] content = "@type tordnsel 1.0\n".repeat(9000).getBytes(UTF_8);
    Path file = folder.resolve("2016-09-20-13-02-00" + packing.ending());
    Files.write(file, packing.pack(content));

    reader.read(file, visitor);

    assertDelivered(Map.of("2016-09-20-13-02-00", content));
    assertEquals(512, visitor.heads.get(0).length);
    assertEquals(
        visitor.ends.get(0).container().size(), visitor.ends.get(0).bytes(), "packed bytes");
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void document_shorterThanItsHead_isDelivered(Packing packing) throws Exception {
    read(packing.pack("short".getBytes(UTF_8)));
    assertDelivered(Map.of("-", "short".getBytes(UTF_8)));
    assertArrayEquals("short".getBytes(UTF_8), visitor.heads.get(0));
  }

  @ParameterizedTest
  @EnumSource(value = Packing.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
  void document_inSeveralStreams_isReadWhole(Packing packing) throws Exception {
    byte[] first = "first half, ".repeat(20_000).getBytes(UTF_8);
    byte[] second = "second half".repeat(20_000).getBytes(UTF_8);
    read(concat(packing.pack(first), packing.pack(second), packing.pack(new byte[0])));
    assertDelivered(Map.of("-", concat(first, second)));
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void tars_oneAfterAnother_areReadAsOne(Packing packing) throws Exception {
    byte[] first = TarWriting.tar(Map.of("a", "1".getBytes(UTF_8)));
    byte[] second = TarWriting.tar(Map.of("b", "2".getBytes(UTF_8)));
    read(concat(packing.pack(first), packing.pack(second)));
    assertEquals(List.of("a", "b"), visitor.paths());
    assertEquals(List.of(), visitor.messages());
  }

  @ParameterizedTest
  @EnumSource(value = Packing.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
  void member_compressed_isUnpackedAsDocument(Packing packing) throws Exception {
    Map<String, byte[]> members = new LinkedHashMap<>();
    byte[] content = "content ".repeat(5000).getBytes(UTF_8);
    members.put("folder/one" + packing.ending(), packing.pack(content));
    members.put("folder/two", "plain".getBytes(UTF_8));
    read(Packing.XZ.pack(TarWriting.tar(members)));
    assertEquals(List.of(), visitor.messages());
    assertEquals(List.of("folder/one", "folder/two"), visitor.paths());
    assertArrayEquals(content, visitor.files.get(0).content());
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void tar_insideTar_isRefusedByName(Packing packing) throws Exception {
    Map<String, byte[]> members = new LinkedHashMap<>();
    byte[] inner = TarWriting.tar(Map.of("x", "x".getBytes(UTF_8)));
    members.put("inner.tar" + packing.ending(), packing.pack(inner));
    members.put("after", "after".getBytes(UTF_8));
    read(TarWriting.tar(members));
    assertEquals(List.of("after"), visitor.paths());
    assertEquals(List.of(ArchiveProblem.Kind.NESTED), visitor.kinds());
    assertTrue(
        visitor.messages().get(0).startsWith("-: inner.tar" + packing.ending() + ": a tar"),
        visitor.messages().get(0));
    assertFalse(visitor.ends.get(0).intact());
  }

  @Test
  void file_compressedTwice_isRefused() throws Exception {
    read(Packing.GZIP.pack(Packing.XZ.pack("text".getBytes(UTF_8))));
    assertEquals(List.of(ArchiveProblem.Kind.NESTED), visitor.kinds());
  }

  @Test
  void tarName_thatHoldsNoTar_isOneDocument() throws Exception {
    Path file = folder.resolve("consensuses-2017-10.tar.xz");
    byte[] content = "network-status-version 3\n".getBytes(UTF_8);
    Files.write(file, Packing.XZ.pack(content));
    reader.read(file, visitor);
    assertDelivered(Map.of("consensuses-2017-10.tar", content));
  }

  @Test
  void ending_thatDoesNotFitTheBytes_changesNothing() throws Exception {
    Path file = folder.resolve("month.txt");
    Files.write(file, Packing.BZIP2.pack(TarWriting.tar(members())));
    reader.read(file, visitor);
    assertDelivered(members());
    Path text = folder.resolve("consensus.xz");
    Files.writeString(text, "network-status-version 3\n");
    reader.read(text, visitor);
    assertEquals("consensus.xz", visitor.paths().get(members().size()));
  }

  @Test
  void shortEndings_ofTars_areKnown() {
    assertEquals("a.tar", Compression.XZ.strip("a.txz"));
    assertEquals("a.tar", Compression.GZIP.strip("a.TGZ"));
    assertEquals("a.tar", Compression.BZIP2.strip("a.tar.bz2"));
    assertEquals(".zst", Compression.ZSTD.strip(".zst"));
  }

  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.LONGFILE_GNU})
  void longNames_inBothForms_areRead(int form) throws Exception {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("d/".repeat(80) + "name", "1".getBytes(UTF_8));
    members.put("e".repeat(3000), "2".getBytes(UTF_8));
    members.put("caf\u00e9", "3".getBytes(UTF_8));
    read(TarWriting.tar(members, form));
    assertDelivered(members);
  }

  @Test
  void nameInPrefix_andOldHeader_areRead() throws Exception {
    byte[] prefixed = TarWriting.header("name".getBytes(UTF_8), '0', TarWriting.octal(0));
    TarWriting.put(prefixed, 345, "a/long/folder");
    byte[] old = TarWriting.header("old".getBytes(UTF_8), '\0', "          0 ");
    Arrays.fill(old, 257, 512, (byte) 0);
    read(
        new TarWriting()
            .block(TarWriting.sum(old))
            .block(TarWriting.sum(prefixed))
            .member("folder/", '0', new byte[0])
            .member("folder", '5', new byte[0])
            .ended());
    assertEquals(List.of("old", "a/long/folder/name"), visitor.paths());
    assertEquals(List.of(), visitor.messages());
  }

  @Test
  void paxSize_replacesTheHeaders() throws Exception {
    read(
        new TarWriting()
            .member("pax", 'x', TarWriting.paxRecord("size", "5"))
            .block(TarWriting.header("big".getBytes(UTF_8), '0', TarWriting.octal(0)))
            .block(Arrays.copyOf("hello".getBytes(UTF_8), 512))
            .file("next", "n")
            .ended());
    assertEquals(List.of("big", "next"), visitor.paths());
    assertArrayEquals("hello".getBytes(UTF_8), visitor.files.get(0).content());
  }

  @Test
  void sizeInBase256_isRead() throws Exception {
    byte[] header = TarWriting.header("big".getBytes(UTF_8), '0', TarWriting.octal(0));
    Arrays.fill(header, 124, 136, (byte) 0);
    header[124] = (byte) 0x80;
    header[135] = 5;
    read(
        new TarWriting()
            .block(TarWriting.sum(header))
            .block(Arrays.copyOf("hello".getBytes(UTF_8), 512))
            .ended());
    assertArrayEquals("hello".getBytes(UTF_8), visitor.files.get(0).content());
  }

  @Test
  void links_andDevices_areSkippedByName() throws Exception {
    read(
        new TarWriting()
            .member("hard", '1', new byte[0])
            .member("soft", '2', new byte[0])
            .member("tty", '3', new byte[0])
            .member("disk", '4', new byte[0])
            .member("pipe", '6', new byte[0])
            .file("file", "f")
            .ended());
    assertEquals(List.of("file"), visitor.paths());
    assertEquals(
        List.of(
            "-: hard is a hard link",
            "-: soft is a symbolic link",
            "-: tty is a device, pipe or socket",
            "-: disk is a device, pipe or socket",
            "-: pipe is a device, pipe or socket"),
        visitor.skipped);
    assertTrue(visitor.ends.get(0).intact());
  }

  @Test
  void sparseAndUnknownMembers_areProblems_andTheRestGoesOn() throws Exception {
    byte[] sparse = TarWriting.header("holes".getBytes(UTF_8), 'S', TarWriting.octal(512));
    sparse[482] = 1;
    byte[] moreOfMap = new byte[512];
    moreOfMap[504] = 1;
    read(
        new TarWriting()
            .block(TarWriting.sum(sparse))
            .block(moreOfMap)
            .block(new byte[512])
            .block(new byte[512])
            .member("pax", 'x', TarWriting.paxRecord("GNU.sparse.major", "1"))
            .file("holes2", "map")
            .member("part", 'M', new byte[3])
            .member("odd", 'Z', new byte[3])
            .file("file", "f")
            .ended());
    assertEquals(List.of("file"), visitor.paths());
    assertEquals(Collections.nCopies(4, ArchiveProblem.Kind.UNSUPPORTED), visitor.kinds());
  }

  @Test
  void unwantedMembers_arePassedOver() throws Exception {
    RecordingVisitor choosy = new RecordingVisitor(path -> path.endsWith("-513"));
    reader.read(new ByteArrayInputStream(Packing.XZ.pack(TarWriting.tar(members()))), "-", choosy);
    assertEquals(List.of("month/01/document-513"), choosy.paths());
    assertEquals(members().size(), choosy.heads.size());
    assertTrue(choosy.ends.get(0).intact());
    assertTrue(choosy.ends.get(0).sha256().isPresent());
  }

  @Test
  void otherArchiveFormats_areProblems() throws Exception {
    read(new byte[] {'P', 'K', 3, 4, 0, 0});
    read(new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c, 0});
    assertEquals(
        List.of(
            "-: a zip archive, expected tar, xz, bzip2, gzip, zstd or a plain document (near byte"
                + " 6 of the file)",
            "-: a 7z archive, expected tar, xz, bzip2, gzip, zstd or a plain document (near byte 7"
                + " of the file)"),
        visitor.messages());
  }

  @Test
  void zstdSkippableFrame_beforeTheFirst_isRead() throws Exception {
    byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
    read(concat(skippable, Packing.ZSTD.pack("text".getBytes(UTF_8))));
    assertDelivered(Map.of("-", "text".getBytes(UTF_8)));
  }
}
