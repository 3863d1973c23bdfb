package org.relaywitness.archive;

/**
 * A container or member that could not be read, and why. Content behind a problem is missing, and
 * missing never reads as "no".
 *
 * @param offset packed bytes of the container read when the problem was seen; the damage lies there
 *     or a little before; -1 when not known
 * @param found what was met, in words
 * @param expected what would have been right, in words
 */
public record ArchiveProblem(
    Kind kind, Location location, long offset, String found, String expected) {

  /** What sort of problem; decides nothing but the message and statistics. */
  public enum Kind {
    /** The operating system does not let the file or folder be read. */
    UNREADABLE,
    /** It ends before it should: a download that was cut, most often. */
    TRUNCATED,
    /** Its bytes contradict its format or its own checksum. */
    CORRUPT,
    /** A format, or a feature of one, that is not read. */
    UNSUPPORTED,
    /** An archive inside an archive, or a file compressed twice. */
    NESTED,
    /** One document longer than {@link ArchiveLimits#maxDocumentBytes()}. */
    TOO_LARGE,
    /** A container that unpacks to more than {@link ArchiveLimits#maxUnpackedBytes()}. */
    TOO_MUCH,
    /** A container that unpacks to {@link ArchiveLimits#maxRatio()} times its size and more. */
    TOO_DENSE,
    /** Too many members, or too many files or levels of a folder. */
    TOO_MANY,
    /** A decoder would need more memory than it is allowed. */
    DECODER_MEMORY,
    /** A member whose name is no plain relative path. */
    HOSTILE_NAME;

    /** Whether a limit of {@link ArchiveLimits} was hit on a container as a whole. */
    boolean endsStream() {
      return this == TOO_LARGE || this == TOO_MUCH || this == TOO_DENSE || this == TOO_MANY;
    }
  }

  /** Where, what was found, what was expected; one line, safe to print. */
  public String message() {
    String message = location + ": " + MemberNames.printable(found) + ", expected " + expected;
    return offset < 0 ? message : message + " (near byte " + offset + " of the file)";
  }
}
