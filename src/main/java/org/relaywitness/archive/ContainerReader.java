package org.relaywitness.archive;

import org.jspecify.annotations.Nullable;

/**
 * Reads one container: finds out by its bytes what it is, hands its files to the visitor, and turns
 * every failure into a problem with its place.
 */
final class ContainerReader {
  private final ArchiveLimits limits;
  private final ArchiveVisitor visitor;
  private final ReaderMemory memory;
  private final Container container;
  private final PackedInput packed;
  private final Budget budget;
  private String member = "";
  private int files;
  private boolean intact = true;
  private boolean toBeDrained = true;

  ContainerReader(
      ArchiveLimits limits,
      ArchiveVisitor visitor,
      ReaderMemory memory,
      Container container,
      PackedInput packed) {
    this.limits = limits;
    this.visitor = visitor;
    this.memory = memory;
    this.container = container;
    this.packed = packed;
    this.budget = new Budget(limits, packed);
  }

  /** Reads all of it. */
  ContainerEnd read(String name) throws InterruptedException {
    try {
      ContentInput content = ContentInput.plain(packed);
      int length = content.peek(memory.head());
      Compression compression = Compression.ofHead(memory.head(), length);
      if (compression == null) {
        Formats.requireReadable(name, memory.head(), length);
        content(content, name, length);
      } else {
        try (ContentInput unpacked = unpack(compression, content)) {
          content(unpacked, compression.strip(name), unpacked.peek(memory.head()));
        }
      }
    } catch (RefusedException e) {
      problem(e, member);
      // A stream that broke a limit may never end.
      toBeDrained &= container.path().isPresent() || !e.kind().endsStream();
    }
    return end();
  }

  private ContentInput unpack(Compression compression, ContentInput source)
      throws RefusedException {
    return ContentInput.unpack(compression, source, limits, memory.arrays(), budget);
  }

  /** A tar or a single document, with no compression left around it. */
  private void content(ContentInput content, String name, int headLength)
      throws RefusedException, InterruptedException {
    if (TarHeader.isTar(memory.head(), headLength) || isEmptyTar(name, headLength)) {
      tar(content);
      return;
    }
    refuseNested(headLength);
    Formats.requireDocument(name, memory.head(), headLength);
    // Not for the rest of an unwanted single document: mirrors hold millions of them.
    toBeDrained = document(content, name, headLength, -1);
  }

  private boolean isEmptyTar(String name, int headLength) {
    return name.endsWith(".tar")
        && headLength == TarHeader.BLOCK
        && TarHeader.isZero(memory.head());
  }

  private void tar(ContentInput content) throws RefusedException, InterruptedException {
    TarInput tar = new TarInput(content, limits);
    int members = 0;
    for (TarMember next = tar.next(); next != null; next = tar.next()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while reading " + container);
      }
      if (++members > limits.maxMembers()) {
        throw new RefusedException(
            ArchiveProblem.Kind.TOO_MANY,
            "a tar of more than " + limits.maxMembers() + " members",
            "at most as many");
      }
      member = next.name();
      if (next.link() != null) {
        visitor.skipped(new Location(container.name(), member), next.link());
      } else if (!next.isFolder()) {
        member(tar, next);
      }
      tar.passContent();
      member = "";
    }
  }

  private void member(TarInput tar, TarMember next) throws RefusedException, InterruptedException {
    RefusedException refusal = refusal(next);
    if (refusal != null) {
      problem(refusal, next.name());
      return;
    }
    ContentInput content = ContentInput.plain(tar.content());
    try {
      int length = content.peek(memory.head());
      Compression compression = Compression.ofHead(memory.head(), length);
      if (compression == null) {
        memberDocument(content, next.name(), length, next.size());
      } else {
        try (ContentInput unpacked = unpack(compression, content)) {
          memberDocument(
              unpacked, compression.strip(next.name()), unpacked.peek(memory.head()), -1);
        }
      }
    } catch (RefusedException e) {
      if (content.hasFailed() || budget.isBroken()) {
        throw e;
      }
      problem(e, next.name());
    }
  }

  private @Nullable RefusedException refusal(TarMember next) {
    if (next.refusal() != null) {
      return next.refusal();
    }
    String hostile = MemberNames.refusal(next.name());
    return hostile == null
        ? null
        : new RefusedException(ArchiveProblem.Kind.HOSTILE_NAME, hostile, "a plain relative name");
  }

  private void memberDocument(ContentInput content, String name, int headLength, long announced)
      throws RefusedException, InterruptedException {
    if (TarHeader.isTar(memory.head(), headLength)) {
      throw nested("a tar inside a tar");
    }
    refuseNested(headLength);
    Formats.requireReadable(name, memory.head(), headLength);
    Formats.requireDocument(name, memory.head(), headLength);
    document(content, name, headLength, announced);
  }

  private void refuseNested(int headLength) throws RefusedException {
    Compression second = Compression.ofHead(memory.head(), headLength);
    if (second != null) {
      throw nested("a file compressed twice (" + second.title() + " inside)");
    }
  }

  private static RefusedException nested(String found) {
    return new RefusedException(
        ArchiveProblem.Kind.NESTED, found, "documents, compressed at most once");
  }

  /** Hands over one document if it is wanted; says whether it was. */
  private boolean document(ContentInput content, String name, int headLength, long announced)
      throws RefusedException, InterruptedException {
    if (!visitor.wants(container, name, memory.head(), headLength)) {
      return false;
    }
    byte[] bytes = memory.documents().read(content, announced);
    files++;
    visitor.file(new ArchivedFile(container, name, bytes));
    return true;
  }

  private void problem(RefusedException e, String where) throws InterruptedException {
    intact = false;
    // An interrupt closes the file under the reader: no fault of the file.
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while reading " + container);
    }
    visitor.problem(e.at(new Location(container.name(), where), packed.position()));
  }

  private ContainerEnd end() throws InterruptedException {
    boolean drained = false;
    try {
      if (toBeDrained && !packed.hasFailed()) {
        packed.drain();
        drained = true;
      }
    } catch (RefusedException e) {
      problem(e, "");
    }
    return new ContainerEnd(
        container, drained ? packed.sha256() : null, packed.bytesRead(), files, intact);
  }
}
