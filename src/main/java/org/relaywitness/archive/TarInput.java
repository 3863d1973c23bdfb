package org.relaywitness.archive;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Walks the members of a tar strictly in order. Not a library's reader, because an archive that was
 * cut between two members must not read like one that ends there, and because no announced size and
 * no endless name may cost memory. Tars one after another are read as one.
 */
final class TarInput {
  /**
   * More zero bytes than any blocking factor leaves behind an end mark: the file was reserved on
   * disk but never filled, and members may be missing.
   */
  private static final long MOST_ZERO_BYTES = 4L * 1024 * 1024;

  private static final int SPARSE_MORE_IN_HEADER = 482;
  private static final int SPARSE_MORE_IN_MAP = 504;

  private final ContentInput in;
  private final ArchiveLimits limits;
  private final byte[] block = new byte[TarHeader.BLOCK];
  private final Content content = new Content();
  private long remaining;
  private long padding;
  private long zeroBytes;
  private long longestZeroRun;
  private boolean anyHeader;

  TarInput(ContentInput in, ArchiveLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  static RefusedException truncated(String where) {
    return new RefusedException(
        ArchiveProblem.Kind.TRUNCATED, "a tar that ends " + where, "its end mark");
  }

  /** The bytes of the current member. */
  InputStream content() {
    return content;
  }

  /** The next member, or {@code null} after the end mark and all that may follow it. */
  @Nullable TarMember next() throws RefusedException {
    TarExtensions extensions = new TarExtensions(limits.maxNameLength());
    for (TarHeader header = nextHeader(extensions);
        header != null;
        header = nextHeader(extensions)) {
      ContentInput extension = ContentInput.plain(content);
      switch (header.type()) {
        case 'x', 'X' -> extensions.readPax(extension, header.size());
        case 'L' -> extensions.readLongName(extension, header.size());
        // Long link targets, global pax records, volume labels, folder listings, access lists.
        case 'K', 'g', 'V', 'D', 'N', 'A', 'E', 'I' -> {}
        default -> {
          return member(header, extensions);
        }
      }
    }
    return null;
  }

  private @Nullable TarHeader nextHeader(TarExtensions extensions) throws RefusedException {
    passContent();
    while (true) {
      int count = in.readFully(block, 0, TarHeader.BLOCK);
      boolean whole = count == TarHeader.BLOCK;
      if (whole && !TarHeader.isZero(block)) {
        break;
      }
      if (whole) {
        zeroBytes += TarHeader.BLOCK;
        longestZeroRun = Math.max(longestZeroRun, zeroBytes);
      } else {
        end(extensions, count);
        return null;
      }
    }
    TarHeader header = parseHeader();
    zeroBytes = 0;
    anyHeader = true;
    remaining = header.size();
    padding = -header.size() & (TarHeader.BLOCK - 1);
    if (header.type() == 'S') {
      passSparseMap();
    }
    return header;
  }

  /** The old GNU sparse form continues its map in blocks between header and content. */
  private void passSparseMap() throws RefusedException {
    boolean more = block[SPARSE_MORE_IN_HEADER] != 0;
    while (more) {
      if (in.readFully(block, 0, TarHeader.BLOCK) < TarHeader.BLOCK) {
        throw truncated("inside a header");
      }
      more = block[SPARSE_MORE_IN_MAP] != 0;
    }
  }

  private TarHeader parseHeader() throws RefusedException {
    try {
      return TarHeader.parse(block);
    } catch (RefusedException e) {
      if (zeroBytes == 0) {
        throw e;
      }
      throw new RefusedException(
          ArchiveProblem.Kind.CORRUPT,
          "bytes behind the end mark of the tar",
          "nothing, or another tar",
          e);
    }
  }

  /** The input is over; says whether it was meant to be. */
  private void end(TarExtensions extensions, int cutBlock) throws RefusedException {
    if (zeroBytes == 0 || !extensions.isEmpty()) {
      throw truncated(cutBlock > 0 ? "inside a header" : "without its end mark");
    }
    if (longestZeroRun > MOST_ZERO_BYTES) {
      throw new RefusedException(
          ArchiveProblem.Kind.TRUNCATED,
          longestZeroRun + " zero bytes where members may be missing",
          "an end mark of a few thousand");
    }
    if (!anyHeader) {
      throw new RefusedException(
          ArchiveProblem.Kind.TRUNCATED, "a tar of nothing but zero bytes", "at least one member");
    }
  }

  private TarMember member(TarHeader header, TarExtensions extensions) {
    if (extensions.size() >= 0) {
      remaining = extensions.size();
      padding = -remaining & (TarHeader.BLOCK - 1);
    }
    String name = header.nameOr(extensions.name());
    RefusedException refusal = extensions.refusal();
    if (refusal == null && extensions.name() == null && header.nameHoldsNul()) {
      refusal =
          new RefusedException(
              ArchiveProblem.Kind.HOSTILE_NAME, "a NUL byte in the name", "a plain relative name");
    }
    char type = header.type();
    boolean folder = type == '5' || (type == '0' && name.endsWith("/"));
    SkipReason link = link(type);
    // These announce sizes that no content follows, but for hard links in pax archives.
    if (type == '5' || (link != null && !(type == '1' && extensions.isPax()))) {
      remaining = 0;
      padding = 0;
    }
    if (refusal == null && !folder && link == null && type != '0' && type != '7') {
      refusal = unsupported(type);
    }
    return new TarMember(name, folder, remaining, link, refusal);
  }

  private static @Nullable SkipReason link(char type) {
    return switch (type) {
      case '1' -> SkipReason.HARD_LINK;
      case '2' -> SkipReason.SYMBOLIC_LINK;
      case '3', '4', '6' -> SkipReason.DEVICE;
      default -> null;
    };
  }

  private RefusedException unsupported(char type) {
    String found =
        switch (type) {
          case 'S' -> "a sparse file";
          case 'M' -> "the continuation of a file from another volume";
          default -> "a member of unknown type '" + type + "'";
        };
    return new RefusedException(
        ArchiveProblem.Kind.UNSUPPORTED, found, "a regular file stored whole");
  }

  /** Passes over what was not read of the current member. */
  void passContent() throws RefusedException {
    passExactly(remaining);
    remaining = 0;
    passExactly(padding);
    padding = 0;
  }

  private void passExactly(long count) throws RefusedException {
    if (count > 0 && in.pass(count) < count) {
      throw truncated("inside a member");
    }
  }

  /** The content of the current member; ends where the member ends, fails where the tar is cut. */
  private final class Content extends InputStream {
    @Override
    public int read() throws RefusedException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws RefusedException {
      if (remaining == 0) {
        return -1;
      }
      int count = in.read(into, offset, (int) Math.min(length, remaining));
      if (count < 0) {
        throw truncated("inside a member");
      }
      remaining -= count;
      return count;
    }
  }
}
