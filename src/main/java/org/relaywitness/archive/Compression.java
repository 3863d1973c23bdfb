package org.relaywitness.archive;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.XZInputStream;

/** The compressions that are undone, known by their first bytes. All read concatenated streams. */
enum Compression {
  XZ("xz", ".xz", ".txz", "\u00fd7zXZ\0"),
  BZIP2("bzip2", ".bz2", ".tbz2", "BZh"),
  GZIP("gzip", ".gz", ".tgz", "\u001f\u008b\b"),
  ZSTD("zstd", ".zst", ".tzst", "(\u00b5/\u00fd");

  private final String title;
  private final String ending;
  private final String tarEnding;

  /** One character for each byte. */
  private final String magic;

  Compression(String title, String ending, String tarEnding, String magic) {
    this.title = title;
    this.ending = ending;
    this.tarEnding = tarEnding;
    this.magic = magic;
  }

  /** The compression that begins with these bytes, or {@code null}. */
  static @Nullable Compression ofHead(byte[] head, int length) {
    for (Compression compression : values()) {
      if (length >= compression.magic.length() && compression.agrees(head, length)) {
        return compression;
      }
    }
    return isZstdSkippableFrame(head, length) ? ZSTD : null;
  }

  /** The compression of which these few bytes are the cut-off beginning, or {@code null}. */
  static @Nullable Compression ofCutHead(byte[] head, int length) {
    for (Compression compression : values()) {
      if (length > 0 && length < compression.magic.length() && compression.agrees(head, length)) {
        return compression;
      }
    }
    return null;
  }

  /** The compression that a name's ending promises, or {@code null}. */
  static @Nullable Compression ofName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (Compression compression : values()) {
      if (lower.endsWith(compression.ending) || lower.endsWith(compression.tarEnding)) {
        return compression;
      }
    }
    return null;
  }

  /** The xz and zstd decoders fill large requests at once; see {@link ContentInput}. */
  int largestRead() {
    return this == XZ || this == ZSTD ? Integer.MAX_VALUE : 512;
  }

  /** The name of the format, for messages. */
  String title() {
    return title;
  }

  /** The name without this compression's ending, ".txz" and its like read as ".tar.xz". */
  String strip(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(ending) && lower.length() > ending.length()) {
      return name.substring(0, name.length() - ending.length());
    }
    if (lower.endsWith(tarEnding) && lower.length() > tarEnding.length()) {
      return name.substring(0, name.length() - tarEnding.length()) + ".tar";
    }
    return name;
  }

  /** A decoder over the source; may throw any exception that hostile bytes make it throw. */
  InputStream open(InputStream source, ArchiveLimits limits, ArrayCache arrays) throws IOException {
    return switch (this) {
      case XZ -> new XZInputStream(source, limits.maxXzMemoryBytes() / 1024, true, arrays);
      case BZIP2 -> new BZip2CompressorInputStream(source, true);
      case GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(source)
              .setDecompressConcatenated(true)
              .get();
      case ZSTD -> new ZstdInputStreamNoFinalizer(source).setLongMax(limits.maxZstdWindowLog());
    };
  }

  private boolean agrees(byte[] head, int length) {
    for (int i = 0; i < Math.min(length, magic.length()); i++) {
      if ((head[i] & 0xff) != magic.charAt(i)) {
        return false;
      }
    }
    // "BZh" are three letters that a text might begin with; a level and a block must follow.
    return this != BZIP2
        || ((length < 4 || (head[3] >= '1' && head[3] <= '9'))
            && (length < 5 || head[4] == 0x31 || head[4] == 0x17));
  }

  /** Parallel compressors begin with a frame of their own that holds no content. */
  private static boolean isZstdSkippableFrame(byte[] head, int length) {
    return length >= 4
        && (head[0] & 0xf0) == 0x50
        && head[1] == 0x2a
        && head[2] == 0x4d
        && head[3] == 0x18;
  }
}
