package org.relaywitness.netdoc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.relaywitness.directory.PackedAppearances;

/**
 * Measures how fast consensuses are read, against a plain scan over the same bytes. Not a test:
 * {@code java ... org.relaywitness.netdoc.ConsensusParserBenchmark FILE...} with uncompressed
 * files.
 */
final class ConsensusParserBenchmark {
  private static final int WARM_UP = 200;
  private static final int ROUNDS = 15;
  private static final int REPEATS = 40;

  private ConsensusParserBenchmark() {}

  /** Prints the median speeds for each file. */
  public static void main(String[] files) throws Exception {
    for (String file : files) {
      measure(Path.of(file));
    }
  }

  private static void measure(Path file) throws Exception {
    byte[] bytes = read(file);
    RawDocument raw = DocumentSplitter.split(bytes).get(0);
    String name = file.toString();
    ConsensusParser parser = new ConsensusParser();
    ConsensusParser.Scan scan = parser.scan(raw, name, new PackedAppearances(1 << 21));
    System.out.printf(Locale.ROOT, "%s: %,d bytes%n", file.getFileName(), bytes.length);
    print("plain byte scan", bytes, () -> plainScan(bytes));
    print("lines, 8 bytes at a time", bytes, () -> lines(bytes));
    print("split into documents", bytes, () -> DocumentSplitter.split(bytes));
    print("parse", bytes, () -> parser.scan(raw, name, new PackedAppearances(1 << 21)));
    print("digest", bytes, () -> ConsensusParser.digest(raw, scan));
    print("parse and digest", bytes, () -> parser.parse(raw, name, new PackedAppearances(1 << 21)));
    print("entries as values", bytes, () -> List.of(parser.parseEntries(raw, name)));
  }

  private static byte[] read(Path file) throws IOException {
    return Files.readAllBytes(file);
  }

  private static Integer plainScan(byte[] bytes) {
    int newlines = 0;
    for (byte b : bytes) {
      if (b == '\n') {
        newlines++;
      }
    }
    return newlines;
  }

  private static Integer lines(byte[] bytes) {
    int lines = 0;
    int position = 0;
    while ((position = Ascii.indexOfNewline(bytes, position, bytes.length)) >= 0) {
      position++;
      lines++;
    }
    return lines;
  }

  private static void print(String what, byte[] bytes, Callable<Object> work) throws Exception {
    long kept = 0;
    for (int i = 0; i < WARM_UP; i++) {
      kept += work.call().hashCode() & 1;
    }
    double[] speeds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < REPEATS; i++) {
        kept += work.call().hashCode() & 1;
      }
      speeds[round] = (double) bytes.length * REPEATS / (System.nanoTime() - start) * 1e3;
    }
    Arrays.sort(speeds);
    System.out.printf(
        Locale.ROOT,
        "  %-26s %7.0f MB/s median, %7.0f best%s%n",
        what,
        speeds[ROUNDS / 2],
        speeds[ROUNDS - 1],
        kept < 0 ? "!" : "");
  }
}
