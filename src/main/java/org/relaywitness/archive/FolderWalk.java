package org.relaywitness.archive;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Walks a folder tree in the order of names, folders among files, the same on every system. Follows
 * no symbolic link: the tree cannot be left and has no loops.
 */
final class FolderWalk {
  /** Receives what is found. */
  interface Found {
    void file(Path path, BasicFileAttributes attributes) throws InterruptedException;

    void skipped(Path path, SkipReason reason) throws InterruptedException;

    void problem(Path path, RefusedException problem) throws InterruptedException;
  }

  private final ArchiveLimits limits;
  private final Found found;
  private int entries;

  FolderWalk(ArchiveLimits limits, Found found) {
    this.limits = limits;
    this.found = found;
  }

  void walk(Path root) throws InterruptedException {
    walk(root, 1);
  }

  private void walk(Path folder, int depth) throws InterruptedException {
    if (depth > limits.maxFolderDepth()) {
      found.problem(
          folder, tooMany("folders more than " + limits.maxFolderDepth() + " levels deep"));
      return;
    }
    List<Path> children;
    try {
      children = list(folder);
    } catch (RefusedException e) {
      found.problem(folder, e);
      return;
    }
    for (Path child : children) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while walking a folder");
      }
      visit(child, depth);
    }
  }

  private void visit(Path child, int depth) throws InterruptedException {
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      found.problem(child, PackedInput.unreadable(e));
      return;
    }
    if (attributes.isDirectory()) {
      walk(child, depth + 1);
    } else if (attributes.isRegularFile()) {
      found.file(child, attributes);
    } else {
      found.skipped(
          child, attributes.isSymbolicLink() ? SkipReason.SYMBOLIC_LINK : SkipReason.DEVICE);
    }
  }

  private List<Path> list(Path folder) throws RefusedException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path child : stream) {
        if (++entries > limits.maxFolderFiles()) {
          throw tooMany("a folder tree of more than " + limits.maxFolderFiles() + " entries");
        }
        children.add(child);
      }
    } catch (DirectoryIteratorException e) {
      throw PackedInput.unreadable(e);
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      throw PackedInput.unreadable(e);
    }
    children.sort(Comparator.comparing(Path::toString));
    return children;
  }

  private static RefusedException tooMany(String what) {
    return new RefusedException(ArchiveProblem.Kind.TOO_MANY, what, "at most as many");
  }
}
