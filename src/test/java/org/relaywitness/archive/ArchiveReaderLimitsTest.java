package org.relaywitness.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveReaderLimitsTest {
  private static final int MIB = 1 << 20;
  private static final ArchiveLimits DEFAULTS = ArchiveLimits.defaults();

  private final RecordingVisitor visitor = new RecordingVisitor();

  private void read(ArchiveLimits limits, byte[] bytes) throws InterruptedException {
    read(limits, new ByteArrayInputStream(bytes));
  }

  private void read(ArchiveLimits limits, InputStream in) throws InterruptedException {
    new ArchiveReader(limits).read(in, "-", visitor);
  }

  /** Zeros of {@code copies} times 8 MiB, behind the given beginning; never held as a whole. */
  private static InputStream bomb(Packing packing, byte[] beginning, int copies) {
    byte[] zeros = packing.pack(new byte[8 * MIB]);
    List<InputStream> parts =
        IntStream.range(0, copies)
            .<InputStream>mapToObj(i -> new ByteArrayInputStream(zeros))
            .toList();
    return new SequenceInputStream(
        new ByteArrayInputStream(packing.pack(beginning)),
        new SequenceInputStream(Collections.enumeration(parts)));
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  @ParameterizedTest
  @EnumSource(value = Packing.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
  void bomb_inATar_isRefusedOnALittleMemory(Packing packing) throws Exception {
    byte[] header =
        TarWriting.header("bomb".getBytes(UTF_8), '0', TarWriting.octal((8L << 30) - 1));
    InputStream fourGiB = bomb(packing, header, 512);
    long before = allocatedBytes();
    read(DEFAULTS, fourGiB);
    long allocated = allocatedBytes() - before;
    assertEquals(List.of(), visitor.paths());
    assertEquals(
        List.of(ArchiveProblem.Kind.TOO_LARGE, ArchiveProblem.Kind.TOO_DENSE), visitor.kinds());
    assertTrue(allocated < 32 * MIB, allocated + " bytes allocated");
    assertTrue(visitor.ends.get(0).sha256().isEmpty(), "a stream is not read on");
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void bomb_ofOneDocument_isRefusedOnALittleMemory(Packing packing) throws Exception {
    byte[] text = "network-status-version 3\n".repeat(30).getBytes(UTF_8);
    InputStream fourGiB = bomb(packing, text, 512);
    long before = allocatedBytes();
    read(DEFAULTS.withMaxDocumentBytes(4 * MIB), fourGiB);
    long allocated = allocatedBytes() - before;
    assertEquals(List.of(), visitor.paths());
    assertEquals(List.of(ArchiveProblem.Kind.TOO_LARGE), visitor.kinds());
    assertTrue(allocated < 32 * MIB, allocated + " bytes allocated");
  }

  @Test
  void endlessStream_ends() throws Exception {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'a';
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            Arrays.fill(into, offset, offset + length, (byte) 'a');
            return length;
          }
        };
    read(DEFAULTS, endless);
    assertEquals(List.of(ArchiveProblem.Kind.TOO_LARGE), visitor.kinds());
    new ArchiveReader(DEFAULTS).read(endless, "-", new RecordingVisitor(path -> false));
  }

  @Test
  void announcedSizes_allocateNothing() throws Exception {
    byte[] huge = TarWriting.header("huge".getBytes(UTF_8), '0', TarWriting.octal(0));
    Arrays.fill(huge, 124, 136, (byte) 0xff);
    huge[124] = (byte) 0x80;
    Arrays.fill(huge, 125, 128, (byte) 0);
    huge[128] = 0x7f;
    for (byte[] header :
        List.of(
            TarWriting.sum(huge),
            TarWriting.header("large".getBytes(UTF_8), '0', TarWriting.octal(60 * MIB)),
            TarWriting.header("name".getBytes(UTF_8), 'L', TarWriting.octal((8L << 30) - 1)),
            TarWriting.header("pax".getBytes(UTF_8), 'x', TarWriting.octal((8L << 30) - 1)))) {
      RecordingVisitor each = new RecordingVisitor();
      byte[] tar = new TarWriting().block(header).block(new byte[700]).cut();
      ArchiveReader reader = new ArchiveReader(DEFAULTS);
      long before = allocatedBytes();
      reader.read(new ByteArrayInputStream(tar), "-", each);
      long allocated = allocatedBytes() - before;
      assertEquals(List.of(), each.paths());
      assertEquals(ArchiveProblem.Kind.TRUNCATED, each.kinds().get(each.kinds().size() - 1));
      assertTrue(allocated < MIB, allocated + " bytes allocated");
    }
  }

  @Test
  void sizeBelowZero_orBeyond63Bits_isCorrupt() throws Exception {
    for (int first : new int[] {0xff, 0x80}) {
      byte[] header = TarWriting.header("a".getBytes(UTF_8), '0', TarWriting.octal(0));
      Arrays.fill(header, 124, 136, (byte) 0xff);
      header[124] = (byte) first;
      read(DEFAULTS, new TarWriting().block(TarWriting.sum(header)).ended());
    }
    assertEquals(Collections.nCopies(2, ArchiveProblem.Kind.CORRUPT), visitor.kinds());
  }

  @Test
  void document_ofExactlyTheLimit_passes_andOneByteMoreIsRefused() throws Exception {
    ArchiveLimits limits = DEFAULTS.withMaxDocumentBytes(2 * MIB);
    byte[] most = new byte[2 * MIB];
    byte[] more = new byte[2 * MIB + 1];
    Arrays.fill(most, (byte) 'a');
    Arrays.fill(more, (byte) 'a');
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("most", most);
    members.put("more", more);
    members.put("packed.xz", Packing.XZ.pack(most));
    members.put("more.xz", Packing.XZ.pack(more));
    members.put("after", "a".getBytes(UTF_8));
    read(limits, TarWriting.tar(members));
    assertEquals(List.of("most", "packed", "after"), visitor.paths());
    assertEquals(
        List.of(
            "-: more: a document of 2097153 bytes, expected at most 2097152 bytes (near byte"
                + " 2098688 of the file)",
            "-: more.xz: a document of more than 2097152 bytes, expected at most as many"),
        List.of(
            visitor.messages().get(0), visitor.messages().get(1).replaceFirst(" \\(near .*", "")));
    read(limits, most);
    read(limits, more);
    assertEquals(4, visitor.files.size());
    assertEquals(3, visitor.problems.size());
  }

  @Test
  void members_beyondTheLimit_endTheTar() throws Exception {
    TarWriting tar = new TarWriting();
    for (int i = 0; i < 5; i++) {
      tar.file("m" + i, "x");
    }
    read(DEFAULTS.withMaxMembers(3, 4096), tar.ended());
    assertEquals(List.of("m0", "m1", "m2"), visitor.paths());
    assertEquals(List.of(ArchiveProblem.Kind.TOO_MANY), visitor.kinds());
  }

  @Test
  void unpackedBytes_beyondTheLimit_endTheContainer() throws Exception {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < 5; i++) {
      members.put("m" + i, new byte[MIB]);
    }
    read(
        DEFAULTS.withMaxUnpackedBytes(3 * MIB + MIB / 2),
        Packing.ZSTD.pack(TarWriting.tar(members)));
    assertEquals(List.of("m0", "m1", "m2"), visitor.paths());
    assertEquals(List.of(ArchiveProblem.Kind.TOO_MUCH), visitor.kinds());
  }

  @Test
  void bombsOfManyMembers_countTogether() throws Exception {
    byte[] zeros = Packing.ZSTD.pack(new byte[MIB]);
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < 50; i++) {
      members.put("m" + i, zeros);
    }
    read(DEFAULTS.withMaxRatio(100, 10 * MIB), TarWriting.tar(members));
    assertEquals(10, visitor.files.size());
    assertEquals(List.of(ArchiveProblem.Kind.TOO_DENSE), visitor.kinds());
  }

  @Test
  void zstdWindow_of128MiB_isRead_andOf2GiBRefused() throws Exception {
    byte[] frame = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) 0x88, 9, 0, 0, 'x'};
    read(DEFAULTS, frame);
    assertEquals(List.of("-"), visitor.paths());
    frame[5] = (byte) 0xa8;
    read(DEFAULTS, frame);
    assertEquals(
        List.of(
            "-: a zstd window larger than is read, expected zstd --long=27 or less (near byte 10"
                + " of the file)"),
        visitor.messages());
  }

  @Test
  void xzDictionary_beyondTheLimit_isRefused() throws Exception {
    read(DEFAULTS.withMaxDecoder(MIB, 27), Packing.XZ.pack("text".getBytes(UTF_8)));
    assertEquals(List.of(ArchiveProblem.Kind.DECODER_MEMORY), visitor.kinds());
    assertTrue(
        visitor.messages().get(0).contains("KiB, expected at most 1024 KiB"),
        visitor.messages().get(0));
  }

  @Test
  void endlessNameInGzipHeader_isRefused() throws Exception {
    byte[] header = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0};
    byte[] name = new byte[20 * MIB];
    Arrays.fill(name, (byte) 'n');
    read(DEFAULTS, ArchiveReaderFormatsTest.concat(header, name));
    assertEquals(List.of(ArchiveProblem.Kind.CORRUPT), visitor.kinds());
  }

  @Test
  void limits_thatNothingCouldPass_areRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> DEFAULTS.withMaxDocumentBytes(0).hashCode());
    assertEquals("maxDocumentBytes is 0, expected 1 to 1073741824", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withMaxDecoder(MIB, 32).hashCode());
  }

  @Test
  void visitorsOwnFailure_passesThrough() {
    RecordingVisitor failing =
        new RecordingVisitor(
            path -> {
              throw new IllegalStateException("the store is full");
            });
    byte[] tar = Packing.XZ.pack(new TarWriting().file("a", "1").ended());
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> new ArchiveReader(DEFAULTS).read(new ByteArrayInputStream(tar), "-", failing));
    assertEquals("the store is full", e.getMessage());
    assertEquals(List.of(), failing.problems);
  }

  @Test
  void interrupt_endsTheWalk() {
    byte[] tar = new TarWriting().file("a", "1").file("b", "2").ended();
    RecordingVisitor interrupting =
        new RecordingVisitor(
            path -> {
              Thread.currentThread().interrupt();
              return true;
            });
    assertThrows(
        InterruptedException.class,
        () -> new ArchiveReader(DEFAULTS).read(new ByteArrayInputStream(tar), "-", interrupting));
    assertEquals(List.of("a"), interrupting.paths());
  }
}
