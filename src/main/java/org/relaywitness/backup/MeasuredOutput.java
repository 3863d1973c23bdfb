package org.relaywitness.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.relaywitness.directory.Sha256;

/** Counts and digests what passes into a stream, which closing leaves open. */
final class MeasuredOutput extends FilterOutputStream {
  private final MessageDigest digest = Sha256.newDigest();
  private long bytes;

  MeasuredOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] block, int offset, int length) throws IOException {
    out.write(block, offset, length);
    digest.update(block, offset, length);
    bytes += length;
  }

  /** What has passed; ends the digest. */
  Manifest.Content content() {
    return new Manifest.Content(bytes, Sha256.ofBytes(digest.digest()));
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
