package org.relaywitness.archive;

/**
 * What reading may cost before it is refused. The defaults pass real months with room to spare (2.4
 * GB unpacked, packed 70:1, one document about 3 MB) and stop bombs within seconds on a small heap.
 *
 * @param maxDocumentBytes longest document held in memory, in bytes after unpacking; about twenty
 *     consensuses one after another
 * @param maxUnpackedBytes most bytes one container may unpack to, all its layers together
 * @param maxRatio most unpacked bytes for one packed byte of a container
 * @param ratioFloorBytes unpacked bytes up to which the ratio is not judged: short repetitive
 *     documents pack arbitrarily well
 * @param maxMembers most members of one tar
 * @param maxNameLength longest member name, in bytes
 * @param maxFolderFiles most entries of one folder tree
 * @param maxFolderDepth most folders below one another
 * @param maxXzMemoryBytes most memory an xz decoder may ask for, on the Java heap; {@code xz -9}
 *     asks for 65 MiB, archives packed with a 128 MiB dictionary for 129
 * @param maxZstdWindowLog largest zstd window as a power of two, outside the Java heap; {@code zstd
 *     --long} asks for 27 (128 MiB)
 */
public record ArchiveLimits(
    int maxDocumentBytes,
    long maxUnpackedBytes,
    int maxRatio,
    long ratioFloorBytes,
    int maxMembers,
    int maxNameLength,
    int maxFolderFiles,
    int maxFolderDepth,
    int maxXzMemoryBytes,
    int maxZstdWindowLog) {

  private static final int MIB = 1 << 20;
  private static final ArchiveLimits DEFAULTS =
      new ArchiveLimits(
          64 * MIB, 64L * 1024 * MIB, 1000, 64L * MIB, 900_000, 4096, 5_000_000, 64, 160 * MIB, 27);

  /** Refuses limits that no file could pass or that the decoders cannot hold. */
  public ArchiveLimits {
    require("maxDocumentBytes", maxDocumentBytes, 1, 1024 * MIB);
    require("maxUnpackedBytes", maxUnpackedBytes, 1, Long.MAX_VALUE);
    require("maxRatio", maxRatio, 1, Integer.MAX_VALUE);
    require("ratioFloorBytes", ratioFloorBytes, 0, Long.MAX_VALUE);
    require("maxMembers", maxMembers, 1, Integer.MAX_VALUE);
    require("maxNameLength", maxNameLength, 1, 65_535);
    require("maxFolderFiles", maxFolderFiles, 1, Integer.MAX_VALUE);
    require("maxFolderDepth", maxFolderDepth, 1, 1000);
    require("maxXzMemoryBytes", maxXzMemoryBytes, MIB, Integer.MAX_VALUE);
    require("maxZstdWindowLog", maxZstdWindowLog, 10, 31);
  }

  /**
   * 64 MiB a document, 64 GiB and 1000:1 (beyond 64 MiB) a container, 900,000 members of a tar:
   * mirrors hold server descriptors too, of which 10,000 relays publish 400,000 a month when each
   * makes a new one every 18 hours (dir-spec 2.1).
   */
  public static ArchiveLimits defaults() {
    return DEFAULTS;
  }

  private static void require(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", expected " + least + " to " + most);
    }
  }

  /** These limits with another longest document, in bytes (1 to 1 GiB). */
  public ArchiveLimits withMaxDocumentBytes(int bytes) {
    return new ArchiveLimits(
        bytes,
        maxUnpackedBytes,
        maxRatio,
        ratioFloorBytes,
        maxMembers,
        maxNameLength,
        maxFolderFiles,
        maxFolderDepth,
        maxXzMemoryBytes,
        maxZstdWindowLog);
  }

  /** These limits with another most unpacked bytes of a container. */
  public ArchiveLimits withMaxUnpackedBytes(long bytes) {
    return new ArchiveLimits(
        maxDocumentBytes,
        bytes,
        maxRatio,
        ratioFloorBytes,
        maxMembers,
        maxNameLength,
        maxFolderFiles,
        maxFolderDepth,
        maxXzMemoryBytes,
        maxZstdWindowLog);
  }

  /** These limits with another ratio of unpacked to packed bytes, judged beyond the floor. */
  public ArchiveLimits withMaxRatio(int ratio, long floorBytes) {
    return new ArchiveLimits(
        maxDocumentBytes,
        maxUnpackedBytes,
        ratio,
        floorBytes,
        maxMembers,
        maxNameLength,
        maxFolderFiles,
        maxFolderDepth,
        maxXzMemoryBytes,
        maxZstdWindowLog);
  }

  /** These limits with another most members of a tar and another longest member name in bytes. */
  public ArchiveLimits withMaxMembers(int members, int nameLength) {
    return new ArchiveLimits(
        maxDocumentBytes,
        maxUnpackedBytes,
        maxRatio,
        ratioFloorBytes,
        members,
        nameLength,
        maxFolderFiles,
        maxFolderDepth,
        maxXzMemoryBytes,
        maxZstdWindowLog);
  }

  /** These limits with another most entries and another greatest depth of a folder tree. */
  public ArchiveLimits withMaxFolder(int files, int depth) {
    return new ArchiveLimits(
        maxDocumentBytes,
        maxUnpackedBytes,
        maxRatio,
        ratioFloorBytes,
        maxMembers,
        maxNameLength,
        files,
        depth,
        maxXzMemoryBytes,
        maxZstdWindowLog);
  }

  /** These limits with another memory of the xz decoder in bytes and another zstd window. */
  public ArchiveLimits withMaxDecoder(int xzMemoryBytes, int zstdWindowLog) {
    return new ArchiveLimits(
        maxDocumentBytes,
        maxUnpackedBytes,
        maxRatio,
        ratioFloorBytes,
        maxMembers,
        maxNameLength,
        maxFolderFiles,
        maxFolderDepth,
        xzMemoryBytes,
        zstdWindowLog);
  }
}
