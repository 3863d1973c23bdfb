package org.relaywitness.archive;

/** One whole file out of a container: a label and the bytes, unpacked. */
public final class ArchivedFile {
  private final Container container;
  private final String path;
  private final byte[] content;

  ArchivedFile(Container container, String path, byte[] content) {
    this.container = container;
    this.path = path;
    this.content = content;
  }

  /** The container that holds it. */
  public Container container() {
    return container;
  }

  /**
   * The name inside the container: a tar member's name, or the file name of a single document;
   * without the ending of a compression that was undone. A label only.
   */
  public String path() {
    return path;
  }

  /** The bytes. The array is the receiver's own: the reader keeps no reference. */
  public byte[] content() {
    return content;
  }

  /** Container and name. */
  public Location location() {
    return new Location(container.name(), path);
  }

  @Override
  public String toString() {
    return location() + " (" + content.length + " bytes)";
  }
}
