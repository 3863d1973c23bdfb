package org.relaywitness.evidence.pdf;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.relaywitness.evidence.pdf.PdfSyntax.Place;

/**
 * Unpacks the streams of a file (FlateDecode; ISO 32000-1, 7.4.4), all together no more than any
 * report holds, however little room they take packed.
 */
final class PackedStreams {
  private static final int MOST_UNPACKED = 96 << 20;

  private final byte[] bytes;
  private long unpacked;

  PackedStreams(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The content of a stream; empty unless it is wanted. */
  byte[] unpack(Place data, boolean wanted) throws ReportFormException {
    Inflater inflater = new Inflater();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] block = new byte[1 << 13];
    try {
      inflater.setInput(bytes, data.from(), data.to() - data.from());
      while (!inflater.finished()) {
        int got = inflater.inflate(block);
        unpacked += got;
        if (unpacked > MOST_UNPACKED) {
          throw new ReportFormException(data.from(), "more in it than any report holds");
        }
        if (got == 0 && !inflater.finished()) {
          throw new ReportFormException(data.from(), "a packed stream without its end");
        }
        if (wanted) {
          content.write(block, 0, got);
        }
      }
      return content.toByteArray();
    } catch (DataFormatException e) {
      throw new ReportFormException(data.from(), "a packed stream that cannot be unpacked");
    } finally {
      inflater.end();
    }
  }
}
