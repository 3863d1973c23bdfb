package org.relaywitness.archive;

import java.nio.file.Path;
import java.util.Locale;

/** Prints how fast an archive is read: {@code ArchiveReaderBenchmark FILE [ROUNDS]}. */
public final class ArchiveReaderBenchmark {
  private ArchiveReaderBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[0]);
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    for (int round = 0; round < rounds; round++) {
      CountingVisitor visitor = new CountingVisitor();
      ArchiveReader reader = new ArchiveReader(ArchiveLimits.defaults());
      long start = System.nanoTime();
      reader.read(path, visitor);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%d files, %d problems, %.1f MB unpacked, %.3f s, %.0f MB/s%n",
          visitor.files,
          visitor.problems,
          visitor.bytes / 1e6,
          seconds,
          visitor.bytes / 1e6 / seconds);
    }
  }

  private static final class CountingVisitor implements ArchiveVisitor {
    private long files;
    private long bytes;
    private long problems;

    @Override
    public boolean wants(Container container, String path, byte[] head, int headLength) {
      return true;
    }

    @Override
    public void file(ArchivedFile file) {
      files++;
      bytes += file.content().length;
    }

    @Override
    public void problem(ArchiveProblem problem) {
      problems++;
      System.out.println(problem.message());
    }
  }
}
