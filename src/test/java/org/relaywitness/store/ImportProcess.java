package org.relaywitness.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.PackedAppearances;

/**
 * An import in a process of its own, made to be killed. Argument: the folder of the embedded
 * database. Prints {@code open} when the database is open, and {@code done} at its end; with a
 * second argument {@code hold} it imports nothing, and waits.
 */
final class ImportProcess {
  private static final Instant START = Instant.parse("2024-01-20T00:00:00Z");
  private static final int HOURS = 400;
  private static final ConsensusVerifier VERIFIER = TestDocuments.verifier(true);

  private ImportProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(Path.of(arguments[0]));
        Store store = Store.open(database.config())) {
      System.out.println("open");
      if (arguments.length > 1) {
        Thread.sleep(600_000);
      }
      importAll(store, 2);
    }
    System.out.println("done");
  }

  /** Starts this in another JVM, and waits until it has opened the database. */
  static Process start(Path data, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ImportProcess.class.getName(),
                data.toString()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals("open")) {
        return process;
      }
    }
    throw new IOException("the process ended before it had opened the database");
  }

  /** Imports the same documents in the same, shuffled order each time. */
  static void importAll(Store store, int documentsInABatch) {
    Random random = new Random(7);
    List<Runnable> steps = new ArrayList<>();
    try (ImportSession session = store.beginImport(VERIFIER)) {
      int source = session.source("/archive", 1);
      int[] variants = new int[40];
      for (int hour = 0; hour < HOURS; hour++) {
        Instant time = START.plusSeconds(3600L * hour);
        variants[random.nextInt(variants.length)] = random.nextInt(4);
        List<Appearance> appearances = new ArrayList<>();
        List<ExitScan> scans = new ArrayList<>();
        for (int relay = 0; relay < variants.length; relay++) {
          appearances.add(TestDocuments.appearance(relay, "192.0.2." + relay, variants[relay]));
          scans.add(
              TestDocuments.scan(relay, "203.0.113." + relay, time.minusSeconds(relay * 60L)));
        }
        TestDocuments.Copy copy = TestDocuments.consensus(time, appearances);
        ExitList list = TestDocuments.exitList(time, scans);
        steps.add(
            () ->
                session.add(
                    copy.consensus(),
                    PackedAppearances.of(copy.appearances()),
                    VERIFIER.check(
                        copy.consensus().flavor(),
                        time,
                        copy.consensus().signedDigest(),
                        copy.consensus().signatures()),
                    source,
                    "consensus"));
        steps.add(() -> session.add(list, source, "list"));
      }
      Collections.shuffle(steps, random);
      for (int i = 0; i < steps.size(); i++) {
        steps.get(i).run();
        if (i % documentsInABatch == 0) {
          session.flush();
        }
      }
      session.flush();
    }
  }
}
