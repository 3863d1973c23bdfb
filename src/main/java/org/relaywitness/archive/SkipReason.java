package org.relaywitness.archive;

/** Why an entry that holds no bytes of its own was passed over. */
public enum SkipReason {
  /** A symbolic link, in an archive or in a folder: never followed. */
  SYMBOLIC_LINK("a symbolic link"),
  /** A tar member that repeats another one under a second name. */
  HARD_LINK("a hard link"),
  /** A device, a pipe or a socket, in an archive or in a folder. */
  DEVICE("a device, pipe or socket");

  private final String description;

  SkipReason(String description) {
    this.description = description;
  }

  /** For messages, with its article. */
  public String description() {
    return description;
  }
}
