package org.relaywitness.archive;

/**
 * Receives what {@link ArchiveReader} finds, on the reader's thread. An unchecked exception thrown
 * here is not caught: it ends the walk.
 */
public interface ArchiveVisitor {
  /**
   * A container begins. False passes over it unread, for instance because its digest ({@link
   * ArchiveReader#sha256}) is known; then nothing more is said about it.
   */
  default boolean container(Container container) throws InterruptedException {
    return true;
  }

  /**
   * Whether a file is wanted. One that is not is passed over without being held in memory; its
   * checksum is then not verified.
   *
   * @param path as {@link ArchivedFile#path()}
   * @param head its first bytes, unpacked; valid during this call only
   * @param headLength how many of them: up to 512, fewer only when the file is shorter
   */
  boolean wants(Container container, String path, byte[] head, int headLength)
      throws InterruptedException;

  /** A wanted file, whole. */
  void file(ArchivedFile file) throws InterruptedException;

  /** Something could not be read; the walk goes on with what comes next. */
  void problem(ArchiveProblem problem) throws InterruptedException;

  /** A link or device was passed over: nothing is missing, its content is elsewhere or nowhere. */
  default void skipped(Location location, SkipReason reason) throws InterruptedException {}

  /** A container that was not refused by {@link #container} ends; always called for those. */
  default void containerEnd(ContainerEnd end) throws InterruptedException {}
}
