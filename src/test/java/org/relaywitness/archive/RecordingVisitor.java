package org.relaywitness.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Keeps all that a reader says, in order. */
final class RecordingVisitor implements ArchiveVisitor {
  final List<String> containers = new ArrayList<>();
  final List<ArchivedFile> files = new ArrayList<>();
  final List<ArchiveProblem> problems = new ArrayList<>();
  final List<String> skipped = new ArrayList<>();
  final List<ContainerEnd> ends = new ArrayList<>();
  final List<byte[]> heads = new ArrayList<>();
  private final Predicate<String> wanted;

  RecordingVisitor() {
    this(path -> true);
  }

  RecordingVisitor(Predicate<String> wanted) {
    this.wanted = wanted;
  }

  @Override
  public boolean container(Container container) {
    containers.add(container.name());
    return true;
  }

  @Override
  public boolean wants(Container container, String path, byte[] head, int headLength) {
    heads.add(Arrays.copyOf(head, headLength));
    return wanted.test(path);
  }

  @Override
  public void file(ArchivedFile file) {
    files.add(file);
  }

  @Override
  public void problem(ArchiveProblem problem) {
    problems.add(problem);
  }

  @Override
  public void skipped(Location location, SkipReason reason) {
    skipped.add(location + " is " + reason.description());
  }

  @Override
  public void containerEnd(ContainerEnd end) {
    ends.add(end);
  }

  List<String> paths() {
    return files.stream().map(ArchivedFile::path).toList();
  }

  List<ArchiveProblem.Kind> kinds() {
    return problems.stream().map(ArchiveProblem::kind).toList();
  }

  List<String> messages() {
    return problems.stream().map(ArchiveProblem::message).toList();
  }
}
