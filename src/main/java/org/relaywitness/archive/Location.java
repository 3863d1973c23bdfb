package org.relaywitness.archive;

/**
 * Where a file stands: a container (a file on disk or a stream) and the name inside it. Both are
 * labels as they were found, never paths to open or create.
 *
 * @param member empty for the container itself
 */
public record Location(String container, String member) {

  /** Both names, safe to print on one line: control characters escaped, very long names cut. */
  @Override
  public String toString() {
    String shown = MemberNames.printable(container);
    return member.isEmpty() ? shown : shown + ": " + MemberNames.printable(member);
  }
}
