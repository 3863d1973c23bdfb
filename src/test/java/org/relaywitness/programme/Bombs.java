package org.relaywitness.programme;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** Writes archives that unpack to far more than they are, or outside of where they belong. */
final class Bombs {
  static final Map<String, String> COMPRESSIONS =
      Map.of(
          "gz", CompressorStreamFactory.GZIP,
          "bz2", CompressorStreamFactory.BZIP2,
          "xz", CompressorStreamFactory.XZ,
          "zst", CompressorStreamFactory.ZSTANDARD);

  /** Twenty ways in which a name could lead outside. */
  static final List<String> TRAVERSALS =
      List.of(
          "../escaped-1",
          "../../../../../../../../tmp/escaped-2",
          "/tmp/escaped-3",
          "a/../../escaped-4",
          "./../escaped-5",
          "a//..//..//escaped-6",
          "..\\escaped-7",
          "C:\\escaped-8",
          "\\\\127.0.0.1\\share\\escaped-9",
          "a/b/c/../../../../escaped-10",
          "%2e%2e/escaped-11",
          "..%2fescaped-12",
          "\uff0e\uff0e/escaped-13",
          "..\u2215escaped-14",
          "....//escaped-15",
          "~/escaped-16",
          "../escaped-17\nx",
          ".../.././../escaped-18",
          "file:///tmp/escaped-19",
          "escaped-20/..");

  private static final int PIECE = 64 << 20;

  private Bombs() {}

  /**
   * A file that unpacks to so many bytes of zeros behind the head of a document: the same packed
   * piece again and again, which every one of these formats allows.
   *
   * @param tarred as the only member of a tar
   */
  static Path zeros(Path folder, String compression, long bytes, boolean tarred)
      throws IOException, CompressorException {
    Path file = folder.resolve("zeros" + (tarred ? ".tar." : ".") + compression);
    byte[] head =
        "network-status-version 3\nvote-status consensus\n".getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream begin = new ByteArrayOutputStream();
    if (tarred) {
      TarArchiveEntry entry = new TarArchiveEntry("2024-03-05-12-00-00-consensus");
      entry.setSize(bytes + head.length);
      byte[] block = new byte[512];
      entry.writeEntryHeader(
          block, ZipEncodingHelper.getZipEncoding(StandardCharsets.UTF_8.name()), true);
      begin.writeBytes(block);
    }
    begin.writeBytes(head);
    byte[] piece = packed(compression, new byte[PIECE]);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(packed(compression, begin.toByteArray()));
      for (long written = 0; written < bytes; written += PIECE) {
        out.write(piece);
      }
    }
    return file;
  }

  private static byte[] packed(String compression, byte[] bytes)
      throws IOException, CompressorException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        new CompressorStreamFactory()
            .createCompressorOutputStream(COMPRESSIONS.get(compression), packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /** An archive in an archive in an archive, so many times. */
  static Path nested(Path folder, int depth, byte[] document) throws IOException {
    byte[] inner = document;
    String name = "2024-03-05-12-00-00-consensus";
    for (int i = 0; i < depth; i++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
        add(tar, name, inner);
      }
      inner = bytes.toByteArray();
      name = "inner-" + i + ".tar.gz";
    }
    return Files.write(folder.resolve("nested.tar.gz"), inner);
  }

  /** A tar of so many empty members. */
  static Path members(Path folder, int count) throws IOException {
    Path file = folder.resolve("members.tar.gz");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file))))) {
      for (int i = 0; i < count; i++) {
        add(tar, "m/" + i, new byte[0]);
      }
    }
    return file;
  }

  /** A tar with a document under each hostile name, and links and devices of such names. */
  static Path traversals(Path folder, byte[] document) throws IOException {
    Path file = folder.resolve("traversals.tar");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(Files.newOutputStream(file), StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (String name : TRAVERSALS) {
        add(tar, name, document);
      }
      for (byte type :
          new byte[] {
            TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_FIFO, TarConstants.LF_CHR
          }) {
        TarArchiveEntry link = new TarArchiveEntry("link-" + (char) type, type);
        link.setLinkName("../../escaped-link");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
        add(tar, "link-" + (char) type + "/escaped-through-link", document);
      }
      TarArchiveEntry pax = new TarArchiveEntry("harmless");
      pax.setSize(document.length);
      pax.addPaxHeader("path", "../escaped-by-pax");
      tar.putArchiveEntry(pax);
      tar.write(document);
      tar.closeArchiveEntry();
    }
    return file;
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  /** All bombs, each with what it is. */
  static Map<String, Path> all(Path folder, long bytes, int members, byte[] document)
      throws IOException, CompressorException {
    Map<String, Path> bombs = new LinkedHashMap<>();
    for (String compression : List.of("gz", "bz2", "xz", "zst")) {
      for (boolean tarred : new boolean[] {false, true}) {
        bombs.put(
            bytes / (1 << 20) + " MiB of zeros as " + (tarred ? "tar." : "") + compression,
            zeros(folder, compression, bytes, tarred));
      }
    }
    bombs.put("archives nested 30 deep", nested(folder, 30, document));
    bombs.put(members + " members", members(folder, members));
    bombs.put(TRAVERSALS.size() + " forms of path traversal, links", traversals(folder, document));
    return bombs;
  }
}
