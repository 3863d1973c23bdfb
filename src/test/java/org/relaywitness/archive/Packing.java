package org.relaywitness.archive;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** The ways to write a file, each by the format's usual writer. */
enum Packing {
  PLAIN(""),
  XZ(".xz"),
  BZIP2(".bz2"),
  GZIP(".gz"),
  ZSTD(".zst");

  private final String ending;

  Packing(String ending) {
    this.ending = ending;
  }

  String ending() {
    return ending;
  }

  byte[] pack(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = open(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  OutputStream open(OutputStream out) throws IOException {
    return switch (this) {
      case PLAIN -> out;
      case XZ -> new XZOutputStream(out, new LZMA2Options(1));
      case BZIP2 -> new BZip2CompressorOutputStream(out, 1);
      case GZIP -> new GzipCompressorOutputStream(out);
      case ZSTD -> new ZstdOutputStreamNoFinalizer(out, 3).setChecksum(true);
    };
  }
}
