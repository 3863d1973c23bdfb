package org.relaywitness.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks for marks wherever a process can leave something behind. */
final class Traces {
  private final List<byte[]> marks;
  private final Set<String> found = new TreeSet<>();
  private int searched;

  /** Looks for these, as they stand. */
  Traces(List<byte[]> marks) {
    this.marks = List.copyOf(marks);
  }

  /** Where a mark was found. */
  Set<String> found() {
    return found;
  }

  /** How many places were looked at. */
  int searched() {
    return searched;
  }

  void search(String place, String text) {
    search(place, text.getBytes(StandardCharsets.UTF_8));
  }

  void search(String place, byte[] content) {
    searched++;
    for (byte[] mark : marks) {
      if (contains(content, mark)) {
        found.add(place);
      }
    }
  }

  private static boolean contains(byte[] content, byte[] mark) {
    outer:
    for (int i = 0; i <= content.length - mark.length; i++) {
      for (int j = 0; j < mark.length; j++) {
        if (content[i + j] != mark[j]) {
          continue outer;
        }
      }
      return true;
    }
    return false;
  }

  /** Searches all files below a folder, and their names. */
  void searchFolder(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
            // The database's programs, as they came.
            return inner.getFileName().toString().startsWith("programs-")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            search("the name of " + file, file.toString());
            if (attributes.isRegularFile()) {
              search(file.toString(), Files.readAllBytes(file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            // A running server removes files of its own.
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Searches the arguments, and the files that a process and those it has started hold open,
   * deleted ones too.
   */
  void searchProcess(ProcessHandle process) throws IOException {
    List<ProcessHandle> all = new ArrayList<>(List.of(process));
    process.descendants().forEach(all::add);
    for (ProcessHandle one : all) {
      Path folder = Path.of("/proc", Long.toString(one.pid()));
      for (String name : List.of("cmdline", "environ")) {
        if (Files.isReadable(folder.resolve(name))) {
          search(name + " of " + one.pid(), Files.readAllBytes(folder.resolve(name)));
        }
      }
      try (Stream<Path> open = Files.list(folder.resolve("fd"))) {
        for (Path descriptor : open.toList()) {
          searchDescriptor(descriptor);
        }
      }
    }
  }

  private void searchDescriptor(Path descriptor) {
    try {
      if (Files.isRegularFile(descriptor)) {
        search(
            descriptor + " -> " + Files.readSymbolicLink(descriptor),
            Files.readAllBytes(descriptor));
      }
    } catch (IOException e) {
      // Closed meanwhile: what it was is searched under its name, or is gone.
      return;
    }
  }
}
