package org.relaywitness.archive;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a container once it has been read. */
public final class ContainerEnd {
  private final Container container;
  private final byte @Nullable [] sha256;
  private final long bytes;
  private final int files;
  private final boolean intact;

  ContainerEnd(
      Container container, byte @Nullable [] sha256, long bytes, int files, boolean intact) {
    this.container = container;
    this.sha256 = sha256;
    this.bytes = bytes;
    this.files = files;
    this.intact = intact;
  }

  /** The container that ended. */
  public Container container() {
    return container;
  }

  /**
   * The SHA-256 over all bytes of the container as they stand (packed), 32 bytes. Empty when it was
   * not read to its end: its single document was not wanted, the disk failed, or it is a stream
   * that broke a limit.
   */
  public Optional<byte[]> sha256() {
    return Optional.ofNullable(sha256).map(byte[]::clone);
  }

  /** Packed bytes really read. */
  public long bytes() {
    return bytes;
  }

  /** Files handed to the visitor. */
  public int files() {
    return files;
  }

  /**
   * Whether no problem was reported for this container. Where this is false, files already handed
   * over came before the damage was seen, and no checksum of the archive vouches for them: xz and
   * gzip judge their content only at its end.
   */
  public boolean intact() {
    return intact;
  }
}
