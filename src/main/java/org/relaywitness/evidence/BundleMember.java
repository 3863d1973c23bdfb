package org.relaywitness.evidence;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * The content of one member of a bundle whose container was found sound by {@link BundleZipReader}.
 */
final class BundleMember extends InputStream {
  private final InputStream in;
  private int left;
  private boolean last;

  private BundleMember(InputStream in) {
    this.in = in;
  }

  /** The content of this member, the stream being at the start of the file. */
  static InputStream open(InputStream file, String name) throws IOException {
    List<String> names = BundleFiles.ALL;
    for (String passed : names.subList(0, names.indexOf(name))) {
      file.skipNBytes(BundleZip.localHeader(passed).length);
      new BundleMember(file).transferTo(OutputStream.nullOutputStream());
      file.skipNBytes(BundleZip.DESCRIPTOR_LENGTH);
    }
    file.skipNBytes(BundleZip.localHeader(name).length);
    return new BufferedInputStream(new BundleMember(file), 1 << 16);
  }

  private boolean begin() throws IOException {
    while (left == 0) {
      if (last) {
        return false;
      }
      byte[] head = in.readNBytes(5);
      if (head.length < 5) {
        throw new IOException("the file became shorter while it was read");
      }
      last = head[0] == 1;
      left = (head[1] & 0xff) | (head[2] & 0xff) << 8;
    }
    return true;
  }

  @Override
  public int read() throws IOException {
    if (!begin()) {
      return -1;
    }
    left--;
    return in.read();
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!begin()) {
      return -1;
    }
    int count = in.read(bytes, from, Math.min(length, left));
    left -= Math.max(0, count);
    return count;
  }
}
