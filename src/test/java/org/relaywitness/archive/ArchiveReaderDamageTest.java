package org.relaywitness.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class ArchiveReaderDamageTest {
  private static final Map<String, byte[]> MEMBERS = members();
  private static final Map<Packing, byte[]> ARCHIVES = archives();

  private static Map<String, byte[]> members() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    Random random = new Random(3);
    for (int i = 0; i < 40; i++) {
      byte[] content = new byte[random.nextInt(3000)];
      for (int j = 0; j < content.length; j++) {
        content[j] = (byte) ('a' + random.nextInt(20));
      }
      members.put((i % 7 == 0 ? "folder/".repeat(30) : "folder/") + i, content);
    }
    return members;
  }

  private static Map<Packing, byte[]> archives() {
    Map<Packing, byte[]> archives = new EnumMap<>(Packing.class);
    for (Packing packing : Packing.values()) {
      try {
        archives.put(packing, packing.pack(TarWriting.tar(MEMBERS)));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    return archives;
  }

  private static byte[] archive(Packing packing) {
    return Objects.requireNonNull(ARCHIVES.get(packing));
  }

  private static RecordingVisitor read(String name, byte[] bytes) throws InterruptedException {
    return read(name, new ByteArrayInputStream(bytes));
  }

  private static RecordingVisitor read(String name, InputStream in) throws InterruptedException {
    RecordingVisitor visitor = new RecordingVisitor();
    ArchiveLimits limits = ArchiveLimits.defaults().withMaxDocumentBytes(1 << 20);
    new ArchiveReader(limits).read(in, name, visitor);
    assertEquals(1, visitor.ends.size(), "the container ends");
    assertEquals(visitor.problems.isEmpty(), visitor.ends.get(0).intact());
    return visitor;
  }

  private static void assertPrefix(RecordingVisitor visitor) {
    List<String> names = new ArrayList<>(MEMBERS.keySet());
    assertEquals(names.subList(0, visitor.files.size()), visitor.paths());
    for (ArchivedFile file : visitor.files) {
      assertArrayEquals(MEMBERS.get(file.path()), file.content(), file.path());
    }
  }

  @Property(tries = 1500)
  void archive_cutAnywhere_givesWholeMembersOnly_andSaysSo(
      @ForAll Packing packing, @ForAll @DoubleRange(max = 1, maxIncluded = false) double where)
      throws InterruptedException {
    byte[] whole = archive(packing);
    int cut = (int) (whole.length * where);
    RecordingVisitor visitor = read("month.tar" + packing.ending(), Arrays.copyOf(whole, cut));
    assertPrefix(visitor);
    // A plain tar ends with blocks of zeros that hold nothing.
    boolean nothingLost = packing == Packing.PLAIN && visitor.files.size() == MEMBERS.size();
    if (!nothingLost) {
      assertEquals(List.of(ArchiveProblem.Kind.TRUNCATED), visitor.kinds(), "cut at " + cut);
      assertTrue(visitor.problems.get(0).offset() <= cut);
    }
  }

  @Example
  void plainTar_cutAtEachBlock_isTruncatedUpToItsEndMark() throws InterruptedException {
    byte[] whole = archive(Packing.PLAIN);
    int unreported = 0;
    for (int cut = 512; cut <= whole.length; cut += 512) {
      RecordingVisitor visitor = read("-", Arrays.copyOf(whole, cut));
      assertPrefix(visitor);
      if (visitor.problems.isEmpty()) {
        assertEquals(MEMBERS.size(), visitor.files.size());
        unreported++;
      }
    }
    assertTrue(unreported >= 2 && unreported <= 20, unreported + " cuts within the end mark");
  }

  @Property(tries = 500)
  void archive_cutInItsLastBytes_isNeverIntact(
      @ForAll Packing packing, @ForAll @IntRange(min = 1, max = 12) int lost)
      throws InterruptedException {
    byte[] whole = archive(packing);
    RecordingVisitor visitor = read("-", Arrays.copyOf(whole, whole.length - lost));
    assertPrefix(visitor);
    assertEquals(packing == Packing.PLAIN, visitor.ends.get(0).intact());
  }

  @Property(tries = 2000)
  void archive_withFlippedBytes_endsWithoutException_andIsIntactOnlyIfEqual(
      @ForAll Packing packing, @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int flips)
      throws InterruptedException {
    byte[] damaged = archive(packing).clone();
    Random random = new Random(seed);
    for (int i = 0; i < flips; i++) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    RecordingVisitor visitor = read("month.tar" + packing.ending(), damaged);
    if (packing != Packing.PLAIN && visitor.problems.isEmpty()) {
      assertEquals(MEMBERS.size(), visitor.files.size());
      assertPrefix(visitor);
    }
  }

  @Property(tries = 1000)
  void archive_ofRandomBytesBehindItsHead_endsWithoutException(
      @ForAll Packing packing, @ForAll long seed, @ForAll @IntRange(min = 2, max = 700) int kept)
      throws InterruptedException {
    byte[] damaged = archive(packing).clone();
    byte[] noise = new byte[damaged.length];
    new Random(seed).nextBytes(noise);
    System.arraycopy(noise, kept, damaged, kept, damaged.length - kept);
    RecordingVisitor visitor = read("month.tar" + packing.ending(), damaged);
    assertFalse(visitor.ends.get(0).intact());
  }

  @Property(tries = 300)
  void compressedDocument_cutAnywhere_isNeverDelivered(
      @ForAll Packing packing, @ForAll @DoubleRange(max = 1, maxIncluded = false) double where)
      throws InterruptedException {
    if (packing == Packing.PLAIN) {
      return;
    }
    byte[] whole = packing.pack("@type tordnsel 1.0\n".repeat(5000).getBytes(UTF_8));
    int cut = (int) (whole.length * where);
    RecordingVisitor visitor = read("list" + packing.ending(), Arrays.copyOf(whole, cut));
    assertEquals(List.of(), visitor.paths());
    assertEquals(List.of(ArchiveProblem.Kind.TRUNCATED), visitor.kinds());
  }

  @Property(tries = 300)
  void compressedMember_damaged_isAProblem_andTheRestGoesOn(
      @ForAll Packing packing,
      @ForAll @DoubleRange(min = 0.3, max = 1, maxIncluded = false) double where)
      throws Exception {
    if (packing == Packing.PLAIN) {
      return;
    }
    byte[] whole = packing.pack(Objects.requireNonNull(MEMBERS.get("folder/1")));
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("cut" + packing.ending(), Arrays.copyOf(whole, (int) (whole.length * where)));
    members.put("after", "after".getBytes(UTF_8));
    RecordingVisitor visitor = read("-", Packing.XZ.pack(TarWriting.tar(members)));
    assertEquals(List.of("after"), visitor.paths());
    assertEquals(List.of(ArchiveProblem.Kind.TRUNCATED), visitor.kinds());
    assertEquals(new Location("-", "cut" + packing.ending()), visitor.problems.get(0).location());
  }

  @Example
  void checksum_ofXz_isVerified() throws InterruptedException {
    byte[] damaged = Packing.XZ.pack("text".getBytes(UTF_8));
    // Header 12, block header 12, two bytes of LZMA2 control, two of length, ... the check comes
    // before the index (8 bytes here) and the footer (12).
    damaged[damaged.length - 12 - 8 - 1] ^= 1;
    RecordingVisitor visitor = read("list.xz", damaged);
    assertEquals(List.of(), visitor.paths());
    assertEquals(List.of(ArchiveProblem.Kind.CORRUPT), visitor.kinds());
    assertTrue(
        visitor.messages().get(0).startsWith("list.xz: damaged xz data (Integrity check"),
        visitor.messages().get(0));
  }

  @Example
  void checksum_ofGzip_isVerified() throws InterruptedException {
    byte[] damaged = Packing.GZIP.pack("text".getBytes(UTF_8));
    damaged[damaged.length - 8] ^= 1;
    RecordingVisitor visitor = read("list.gz", damaged);
    assertEquals(List.of(), visitor.paths());
    assertEquals(List.of(ArchiveProblem.Kind.CORRUPT), visitor.kinds());
  }

  @Example
  void bytesBehindTheEndMark_areAProblem() throws Exception {
    byte[] tar = new TarWriting().file("a", "1").ended();
    byte[] more = new byte[600];
    Arrays.fill(more, (byte) 'x');
    RecordingVisitor visitor = read("-", ArchiveReaderFormatsTest.concat(tar, more));
    assertEquals(List.of("a"), visitor.paths());
    assertEquals(
        List.of(
            "-: bytes behind the end mark of the tar, expected nothing, or another tar (near byte"
                + " 2560 of the file)"),
        visitor.messages());
  }

  @Example
  void placeReservedButNeverFilled_isAProblem() throws Exception {
    byte[] tar = new TarWriting().file("a", "1").cut();
    byte[] hole = new byte[5 << 20];
    RecordingVisitor visitor = read("-", ArchiveReaderFormatsTest.concat(tar, hole));
    assertEquals(List.of("a"), visitor.paths());
    assertEquals(List.of(ArchiveProblem.Kind.TRUNCATED), visitor.kinds());
    assertEquals(List.of(ArchiveProblem.Kind.TRUNCATED), read("m.tar", new byte[10_240]).kinds());
    assertEquals(List.of(ArchiveProblem.Kind.CORRUPT), read("m.tar.xz", new byte[10_240]).kinds());
    assertEquals(List.of(ArchiveProblem.Kind.TRUNCATED), read("m.tar.xz", new byte[0]).kinds());
  }

  @Example
  void readError_isAProblem_withoutDigest() throws Exception {
    InputStream failing =
        new SequenceInputStream(
            new ByteArrayInputStream(archive(Packing.PLAIN), 0, 30_000),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the disk is on fire");
              }

              @Override
              public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("the disk is on fire");
              }
            });
    RecordingVisitor visitor = read("month.tar", failing);
    assertPrefix(visitor);
    assertFalse(visitor.files.isEmpty());
    assertEquals(List.of(ArchiveProblem.Kind.UNREADABLE), visitor.kinds());
    assertTrue(visitor.messages().get(0).contains("the disk is on fire"));
    assertTrue(visitor.ends.get(0).sha256().isEmpty());
  }
}
