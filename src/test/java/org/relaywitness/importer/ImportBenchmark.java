package org.relaywitness.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.TestFolders;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.archive.ArchiveProblem;
import org.relaywitness.archive.ArchiveReader;
import org.relaywitness.archive.ArchiveVisitor;
import org.relaywitness.archive.ArchivedFile;
import org.relaywitness.archive.Container;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.netdoc.ConsensusParser;
import org.relaywitness.netdoc.DocumentParseException;
import org.relaywitness.netdoc.DocumentSplitter;
import org.relaywitness.netdoc.DocumentType;
import org.relaywitness.netdoc.ExitListParser;
import org.relaywitness.netdoc.KeyCertificateParser;
import org.relaywitness.netdoc.RawDocument;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleOptions;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.Store;
import org.relaywitness.trust.ConsensusSignatures;
import org.relaywitness.trust.KeyCertificates;

/**
 * Measures an import of generated tarballs: each stage alone on one thread, then the whole, in one
 * run. Arguments: days, relays, {@code busy} (1.4% change an hour) or {@code calm} (0.4%), and
 * {@code documents} to keep the raw documents too.
 *
 * <pre>
 * mvn -DskipTests package
 * java -Xmx1g -cp target/test-classes:target/relaywitness.jar \
 *     org.relaywitness.importer.ImportBenchmark 7 7000 busy
 * </pre>
 */
final class ImportBenchmark {
  private ImportBenchmark() {}

  /** What the stages before the store took, in nanoseconds, one after the other. */
  private static final class Stages implements ArchiveVisitor {
    private final ConsensusParser parser = new ConsensusParser();
    private final KeyCertificates certificates = new KeyCertificates();
    private final ConsensusSignatures signatures;
    long parse;
    long verify;
    long bytes;

    Stages(SampleArchive archive) {
      signatures = new ConsensusSignatures(archive.authorities(), certificates);
    }

    @Override
    public boolean wants(Container container, String path, byte[] head, int headLength) {
      return DocumentType.ofHead(head, headLength) != DocumentType.UNKNOWN;
    }

    @Override
    public void problem(ArchiveProblem problem) {
      throw new IllegalStateException(problem.message());
    }

    @Override
    public void file(ArchivedFile file) {
      bytes += file.content().length;
      try {
        for (RawDocument document : DocumentSplitter.split(file.content())) {
          read(document, file.path());
        }
      } catch (DocumentParseException e) {
        throw new IllegalStateException(e);
      }
    }

    private void read(RawDocument document, String path) throws DocumentParseException {
      long start = System.nanoTime();
      switch (document.type()) {
        case CONSENSUS -> {
          Consensus consensus =
              parser.parse(document, path, new PackedAppearances(document.length() / 2));
          parse += System.nanoTime() - start;
          start = System.nanoTime();
          signatures.check(
              consensus.flavor(),
              consensus.validAfter(),
              consensus.signedDigest(),
              consensus.signatures());
          verify += System.nanoTime() - start;
        }
        case EXIT_LIST -> {
          ExitListParser.parse(document, path);
          parse += System.nanoTime() - start;
        }
        default -> {
          certificates.add(KeyCertificateParser.parse(document, path));
          parse += System.nanoTime() - start;
        }
      }
    }
  }

  /** Prints the figures. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int days = Integer.parseInt(arguments[0]);
    int relays = Integer.parseInt(arguments[1]);
    boolean busy = arguments.length < 3 || arguments[2].equals("busy");
    Path folder = Files.createTempDirectory("relaywitness-benchmark");
    try {
      SampleArchive archive =
          new SampleArchive(
              SampleOptions.of(days, relays, relays / 5, 1, Instant.parse("2024-03-01T00:00:00Z"))
                  .withChangePerHour(busy ? 0.014 : 0.004));
      archive.writeTarballs(folder);
      boolean keep = arguments.length > 3 && arguments[3].equals("documents");
      measure(archive, folder, keep ? folder.resolve("documents") : null);
    } finally {
      TestFolders.delete(folder);
    }
  }

  private static void measure(SampleArchive archive, Path folder, @Nullable Path raw)
      throws IOException, InterruptedException {
    Stages warm = new Stages(archive);
    new ArchiveReader(ArchiveLimits.defaults()).read(folder, warm);
    Stages stages = new Stages(archive);
    long start = System.nanoTime();
    new ArchiveReader(ArchiveLimits.defaults()).read(folder, stages);
    double before = (System.nanoTime() - start) / 1e9;
    double parse = stages.parse / 1e9;
    double verify = stages.verify / 1e9;
    double unpack = before - parse - verify;
    print("unpacked", stages.bytes / 1e6, "MB");
    print("unpack alone (xz, tar, SHA-256 of the file)", unpack, "s");
    print("parse and digest alone", parse, "s");
    print("check signatures alone", verify, "s");

    double xz = xz(folder.resolve("archive"));
    Path data = folder.resolve("data");
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data);
        Store store = Store.open(database.config())) {
      long empty = store.sizeInBytes();
      Map<String, Double> cpu;
      ImportSummary summary;
      double whole;
      try (CpuTimes times = new CpuTimes(data)) {
        long begun = System.nanoTime();
        summary = importing(archive, folder.resolve("archive"), store, raw);
        whole = (System.nanoTime() - begun) / 1e9;
        cpu = times.stop();
      }
      long size = store.sizeInBytes() - empty;
      print("whole import, database with fsync, tables tidied", whole, "s");
      print("  of that until the last commit", summary.seconds(), "s");
      printStages(cpu, whole);
      print("entries", (double) summary.entries(), "");
      print("entries a second", summary.entries() / whole, "");
      print("whole / unpack alone", whole / unpack, "x");
      if (xz > 0) {
        print("xz -dc, MB a second", stages.bytes / 1e6 / xz, "MB/s");
        print("whole / xz -dc", whole / xz, "x");
      }
      print("database", size / 1e6, "MB");
      print("database an entry", size / (double) summary.entries(), "bytes");
      print("scans", (double) summary.scans(), "");
      print("runs", (double) summary.runsAdded(), "");
      ImportSummary again = importing(archive, folder.resolve("archive"), store, raw);
      print("the same import again", again.seconds(), "s");
    }
  }

  /** The processor time of each stage, and the wall time as a ratio to what the cores could do. */
  private static void printStages(Map<String, Double> cpu, double whole) {
    int cores = Runtime.getRuntime().availableProcessors();
    Map<String, String> stages = new LinkedHashMap<>();
    stages.put("archive-reader", "CPU: unpack, SHA-256 of the files, split");
    stages.put("document-parser", "CPU: parse, digests, verify");
    stages.put("main", "CPU: store, intern and collect");
    stages.put("document-packer", "CPU: compress and write raw documents");
    stages.put("import-writer", "CPU: store, encode and COPY");
    stages.put("server", "CPU: PostgreSQL");
    double sum = 0;
    for (Map.Entry<String, String> stage : stages.entrySet()) {
      double spent = cpu.getOrDefault(stage.getKey(), 0.0);
      sum += spent;
      print(stage.getValue(), spent, "s");
    }
    double runtime = cpu.getOrDefault("jvm", 0.0);
    print("CPU: the JVM's compiler and collector", runtime, "s");
    print("whole / (CPU of the stages / cores)", whole / (sum / cores), "x");
    print("whole / (CPU with the JVM's own / cores)", whole / ((sum + runtime) / cores), "x");
  }

  /** How long {@code xz -dc} takes over all tarballs, in seconds; 0 where there is no xz. */
  private static double xz(Path archive) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("xz", "-dc"));
    try (Stream<Path> files = Files.walk(archive)) {
      files.filter(file -> file.toString().endsWith(".xz")).forEach(f -> command.add(f.toString()));
    }
    long start = System.nanoTime();
    try {
      Process process =
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      return process.waitFor() == 0 ? (System.nanoTime() - start) / 1e9 : 0;
    } catch (IOException e) {
      System.out.println("xz: " + e.getMessage());
      return 0;
    }
  }

  private static ImportSummary importing(
      SampleArchive archive, Path folder, Store store, @Nullable Path raw)
      throws IOException, InterruptedException {
    ImportListener quiet =
        new ImportListener() {
          @Override
          public void progress(long bytesRead, String what) {}

          @Override
          public void note(String message) {
            throw new IllegalStateException(message);
          }
        };
    return new DocumentImport(
            store,
            archive.authorities(),
            ArchiveLimits.defaults(),
            Runtime.getRuntime().availableProcessors(),
            quiet)
        .keepingDocuments(raw)
        .run(List.of(folder), null);
  }

  private static void print(String what, double value, String unit) {
    System.out.printf(Locale.ROOT, "%-50s %,14.2f %s%n", what, value, unit);
  }
}
