package org.relaywitness.documents;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.relaywitness.TestFolders;
import org.relaywitness.directory.Sha256;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleDocument;
import org.relaywitness.sample.SampleOptions;

/**
 * Measures the raw documents on disk: their size against the raw size, writing on one thread, and
 * reading the last document of a day, which is the slowest. Arguments: days, relays; or the folder
 * of real documents.
 *
 * <pre>
 * java -Xmx1g -cp target/test-classes:target/relaywitness.jar \
 *     org.relaywitness.documents.DocumentsBenchmark 30 7000
 * </pre>
 */
final class DocumentsBenchmark {
  private static final int READS = 100;

  private final Map<DocumentKind, Long> raw = new EnumMap<>(DocumentKind.class);

  /** The last document of each day and kind. */
  private final Map<String, Sha256> last = new TreeMap<>();

  /** Processor time of the thread that compresses and writes, in nanoseconds. */
  private long packing;

  /** Prints the figures. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("relaywitness-documents");
    try {
      DocumentsBenchmark benchmark = new DocumentsBenchmark();
      try (DocumentWriter writer = DocumentWriter.open(folder)) {
        if (arguments.length == 1) {
          benchmark.addReal(writer, Path.of(arguments[0]));
        } else {
          benchmark.addSample(
              writer, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        }
        writer.flush();
        benchmark.packing = packing();
      }
      benchmark.print(folder);
    } finally {
      TestFolders.delete(folder);
    }
  }

  private void addSample(DocumentWriter writer, int days, int relays) throws IOException {
    SampleArchive archive =
        new SampleArchive(
            SampleOptions.of(days, relays, relays / 5, 1, Instant.parse("2024-03-01T00:00:00Z")));
    archive.generate(
        document -> {
          if (document.kind() != SampleDocument.Kind.CERTIFICATE) {
            DocumentKind kind =
                document.kind() == SampleDocument.Kind.EXIT_LIST
                    ? DocumentKind.EXIT_LIST
                    : DocumentKind.CONSENSUS;
            add(writer, kind, document.time(), document.bytes());
          }
        });
  }

  private void addReal(DocumentWriter writer, Path folder) throws IOException {
    Map<String, DocumentKind> kinds =
        Map.of(
            "consensuses", DocumentKind.CONSENSUS,
            "consensuses-microdesc", DocumentKind.CONSENSUS_MICRODESC,
            "exit-lists", DocumentKind.EXIT_LIST);
    for (Map.Entry<String, DocumentKind> kind : kinds.entrySet()) {
      try (Stream<Path> files = Files.list(folder.resolve(kind.getKey()))) {
        for (Path file : files.sorted().toList()) {
          String[] parts = String.valueOf(file.getFileName()).split("-", 7);
          Instant time =
              Instant.parse(
                  "%s-%s-%sT%s:%s:%sZ"
                      .formatted(
                          parts[0],
                          parts[1],
                          parts[2],
                          parts[3],
                          parts[4],
                          parts[5].substring(0, 2)));
          try (InputStream in = new XZCompressorInputStream(Files.newInputStream(file))) {
            add(writer, kind.getValue(), time, in.readAllBytes());
          }
        }
      }
    }
  }

  private void add(DocumentWriter writer, DocumentKind kind, Instant time, byte[] bytes) {
    Sha256 sha256 = Sha256.digest(bytes);
    raw.merge(kind, (long) bytes.length, Long::sum);
    last.put(kind + " " + LocalDate.ofInstant(time, ZoneOffset.UTC), sha256);
    writer.add(kind, time, sha256, bytes);
  }

  private static long packing() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("document-packer"))
        .mapToLong(thread -> ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()))
        .sum();
  }

  private void print(Path folder) throws IOException {
    long all = 0;
    for (Map.Entry<DocumentKind, Long> kind : raw.entrySet()) {
      long packed;
      try (Stream<Path> files = Files.walk(folder.resolve(kind.getKey().folder()))) {
        packed = files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      }
      all += kind.getValue();
      System.out.printf(
          Locale.ROOT,
          "%-20s raw %,10.1f MB, on disk %,8.2f MB, %5.2f%%%n",
          kind.getKey(),
          kind.getValue() / 1e6,
          packed / 1e6,
          100.0 * packed / kind.getValue());
    }
    System.out.printf(
        Locale.ROOT,
        "packing, on one thread %.1f s of processor time, %.0f MB/s%n",
        packing / 1e9,
        all / 1e6 / (packing / 1e9));
    DocumentArchive archive = new DocumentArchive(folder);
    for (DocumentKind kind : raw.keySet()) {
      List<Sha256> ends =
          last.entrySet().stream()
              .filter(entry -> entry.getKey().startsWith(kind + " "))
              .map(Map.Entry::getValue)
              .toList();
      List<Double> taken = new ArrayList<>();
      List<Double> cpu = new ArrayList<>();
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      for (int i = 0; i < READS + 10; i++) {
        long start = System.nanoTime();
        long startCpu = threads.getCurrentThreadCpuTime();
        byte[] bytes = archive.find(ends.get(i % ends.size())).orElseThrow();
        if (i >= 10 && bytes.length > 0) {
          taken.add((System.nanoTime() - start) / 1e6);
          cpu.add((threads.getCurrentThreadCpuTime() - startCpu) / 1e6);
        }
      }
      taken.sort(null);
      cpu.sort(null);
      System.out.printf(
          Locale.ROOT,
          "%-20s last of a day: p50 %.0f ms, p99 %.0f ms; processor time p50 %.0f ms, p99 %.0f ms%n",
          kind,
          taken.get(READS / 2),
          taken.get(READS * 99 / 100),
          cpu.get(READS / 2),
          cpu.get(READS * 99 / 100));
    }
  }
}
