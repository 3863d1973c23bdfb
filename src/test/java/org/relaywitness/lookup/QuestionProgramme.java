package org.relaywitness.lookup;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.relaywitness.TestFolders;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.importer.DocumentImport;
import org.relaywitness.importer.ImportListener;
import org.relaywitness.importer.ImportSummary;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleDocument;
import org.relaywitness.sample.SampleOptions;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.Store;

/**
 * Asks questions of the real store, filled by the real import, and of the {@link SlowOracle}, which
 * reads the raw documents with code of its own: in everything that decides an answer they must
 * agree. A part of the questions lies one second either side of each boundary of the rule. The
 * archive lacks hours, has hours of the microdesc flavour alone, bad signatures and missing exit
 * lists. Argument: how many questions (100,000).
 *
 * <pre>
 * java -Xmx1g -cp target/test-classes:target/relaywitness.jar \
 *     org.relaywitness.lookup.QuestionProgramme 100000
 * </pre>
 */
final class QuestionProgramme {
  private static final Instant START = Instant.parse("2024-02-25T00:00:00Z");
  private static final int DAYS = 9;
  private static final int IN_ONE_SNAPSHOT = 50;

  /** What lies between an event of the records and the boundaries that it makes. */
  private static final int[] OFFSET_HOURS = {0, 24, -24, 27, 48, -48, 2, -2};

  private final List<PlainHistory.Document> documents = new ArrayList<>();
  private final List<PlainHistory.ScanList> lists = new ArrayList<>();
  private final Path folder;
  private final Random random;
  private final List<InetAddress> addresses;
  private final Map<InetAddress, TreeSet<Long>> events = new HashMap<>();
  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
  private final PlainHistory history;
  private final SampleArchive archive;
  private int boundary;
  private int forged;

  /** A question and the time at which it is asked. */
  private record Asked(Question question, Instant now) {}

  /** What decides an answer. */
  private record Essence(
      String verdict,
      boolean inForce,
      Set<Long> missing,
      Set<Long> pending,
      boolean lists,
      Map<Fingerprint, String> relays,
      Map<Fingerprint, Set<Long>> scansAt,
      Map<Fingerprint, Set<Long>> scansNear) {}

  QuestionProgramme(Path folder, long seed) throws Exception {
    this.folder = folder;
    random = new Random(seed);
    archive =
        new SampleArchive(
            SampleOptions.of(DAYS, 24, 10, 11, START)
                .withMicrodesc()
                .withChangePerHour(0.02)
                .withGapHours(List.of(70, 71, 111, 150)));
    archive.generate(this::write);
    history = new PlainHistory(documents, lists);
    Set<InetAddress> all = new HashSet<>();
    for (PlainHistory.Document document : documents) {
      document.appearances().forEach(one -> all.add(one.address()));
    }
    lists.forEach(list -> list.scans().forEach(scan -> all.add(scan.address())));
    all.add(InetAddress.getByName("192.0.2.250"));
    all.add(InetAddress.getByName("2001:db8::250"));
    addresses = all.stream().sorted(Comparator.comparing(InetAddress::getHostAddress)).toList();
    collectEvents();
  }

  /** Prints what was done; ends with an exception at the first disagreement. */
  public static void main(String[] arguments) throws Exception {
    int questions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    Path folder = Files.createTempDirectory("relaywitness-questions");
    try {
      QuestionProgramme programme = new QuestionProgramme(folder, System.nanoTime());
      programme.run(questions);
      System.out.println(programme);
    } finally {
      TestFolders.delete(folder);
    }
  }

  @Override
  public String toString() {
    return "%d questions, %d of them at a boundary or a second beside it, %s: 0 disagreements"
        .formatted(verdicts.values().stream().mapToInt(i -> i).sum(), boundary, verdicts);
  }

  Map<Verdict, Integer> verdicts() {
    return verdicts;
  }

  /**
   * Writes a document for the import, as it is, spoilt, or not at all, and reads it as raw text.
   */
  private void write(SampleDocument document) throws IOException {
    byte[] bytes = document.bytes();
    boolean signed = true;
    Random chance =
        new Random(31 * document.time().getEpochSecond() + document.kind().name().hashCode());
    switch (document.kind()) {
      case CONSENSUS -> {
        if (chance.nextInt(12) == 0) {
          return;
        }
        if (chance.nextInt(12) == 0) {
          spoil(bytes);
          signed = false;
        }
        documents.add(RawText.consensus(bytes, signed));
      }
      case CONSENSUS_MICRODESC -> {
        if (chance.nextInt(3) == 0) {
          return;
        }
        documents.add(RawText.consensus(bytes, true));
      }
      case EXIT_LIST -> {
        boolean silent =
            document.time().isAfter(START.plus(Duration.ofHours(120)))
                && document.time().isBefore(START.plus(Duration.ofHours(128)));
        if (silent || chance.nextInt(8) == 0) {
          return;
        }
        lists.add(RawText.exitList(bytes));
      }
      default -> {
        // Certificates are only imported.
      }
    }
    forged += signed ? 0 : 1;
    Path file = folder.resolve(document.recentPath());
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(file, bytes);
  }

  /** Changes a port: the signatures hold no longer. */
  private static void spoil(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(" 9001 ");
    bytes[at + 4] = '2';
  }

  private void collectEvents() {
    for (PlainHistory.Document document : documents) {
      HeldConsensus consensus = document.consensus();
      for (Instant time :
          List.of(consensus.validAfter(), consensus.freshUntil(), consensus.validUntil())) {
        document.appearances().forEach(one -> event(one.address(), time));
        event(addresses.get(0), time);
      }
    }
    for (PlainHistory.ScanList list : lists) {
      event(addresses.get(0), list.list().time());
      for (ExitScan scan : list.scans()) {
        event(scan.address(), scan.time());
      }
    }
  }

  private void event(InetAddress address, Instant time) {
    events.computeIfAbsent(address, one -> new TreeSet<>()).add(time.getEpochSecond());
  }

  void run(int questions) throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(2);
    try (EmbeddedDatabase database = EmbeddedDatabase.temporary();
        Store store = Store.open(database.config())) {
      ImportSummary summary = importing(store);
      if (summary.badSignatures() != forged || summary.rejected() != 0) {
        throw new IllegalStateException("not imported as made: " + summary);
      }
      List<Asked> asked = questions(questions);
      List<Future<List<Verdict>>> chunks = new ArrayList<>();
      for (int i = 0; i < asked.size(); i += IN_ONE_SNAPSHOT) {
        List<Asked> chunk = asked.subList(i, Math.min(asked.size(), i + IN_ONE_SNAPSHOT));
        chunks.add(workers.submit(() -> compare(store, chunk)));
      }
      int done = 0;
      for (Future<List<Verdict>> chunk : chunks) {
        chunk.get().forEach(verdict -> verdicts.merge(verdict, 1, Integer::sum));
        if (++done % 200 == 0) {
          System.out.println(Instant.now() + " " + done * IN_ONE_SNAPSHOT);
        }
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private ImportSummary importing(Store store) throws Exception {
    ImportListener quiet =
        new ImportListener() {
          @Override
          public void progress(long bytesRead, String what) {}

          @Override
          public void note(String message) {
            if (!message.contains("signature")) {
              throw new IllegalStateException(message);
            }
          }
        };
    return new DocumentImport(store, archive.authorities(), ArchiveLimits.defaults(), 2, quiet)
        .run(List.of(folder), null);
  }

  private List<Asked> questions(int count) {
    List<Asked> asked = new ArrayList<>();
    List<Question> beside = new ArrayList<>();
    events.forEach(
        (address, times) -> {
          for (long time : times) {
            for (int hours : OFFSET_HOURS) {
              for (int second = -1; second <= 1; second++) {
                beside.add(
                    Question.ofInstant(
                        address,
                        Instant.ofEpochSecond(time + hours * 3600L + second),
                        ZoneOffset.UTC,
                        Duration.ZERO,
                        port()));
              }
            }
          }
        });
    Collections.shuffle(beside, random);
    boundary = Math.min(beside.size(), count / 2);
    for (Question question : beside.subList(0, boundary)) {
      asked.add(new Asked(question, now(question)));
    }
    while (asked.size() < count) {
      Question question = question();
      asked.add(new Asked(question, now(question)));
    }
    return asked;
  }

  private Question question() {
    InetAddress address = addresses.get(random.nextInt(addresses.size()));
    if (random.nextInt(4) == 0) {
      LocalDate day =
          LocalDate.ofInstant(START, ZoneOffset.UTC).plusDays(random.nextInt(DAYS + 4) - 2);
      return Question.ofDate(
          address, day, ZoneOffset.ofHoursMinutes(random.nextInt(20) - 10, 0), port());
    }
    Duration tolerance =
        random.nextInt(3) > 0 ? Duration.ZERO : Duration.ofSeconds(random.nextInt(86_401));
    Instant at = START.plusSeconds(random.nextInt((DAYS + 4) * 86_400) - 2 * 86_400L);
    return Question.ofInstant(address, at, ZoneOffset.UTC, tolerance, port());
  }

  private @Nullable Integer port() {
    return switch (random.nextInt(5)) {
      case 0 -> 80;
      case 1 -> 6667;
      case 2 -> 1 + random.nextInt(65_535);
      default -> null;
    };
  }

  /** Long after, or in the days in which the question's records are still coming in. */
  private Instant now(Question question) {
    return random.nextInt(3) > 0
        ? START.plus(Duration.ofDays(60))
        : question.to().plusSeconds(random.nextInt(60 * 3600));
  }

  private List<Verdict> compare(Store store, List<Asked> chunk) {
    return store.read(
        snapshot -> {
          List<Verdict> found = new ArrayList<>();
          for (Asked asked : chunk) {
            Answer answer = Lookup.answer(asked.question(), snapshot, asked.now());
            Essence expected = essence(new SlowOracle(history, asked.question(), asked.now()));
            if (!essence(answer).equals(expected)) {
              throw new IllegalStateException(
                  asked + "\nexpected " + expected + "\nfound    " + essence(answer));
            }
            found.add(answer.verdict());
          }
          return found;
        });
  }

  private static Essence essence(SlowOracle oracle) {
    return new Essence(
        oracle.verdict,
        oracle.inForce,
        oracle.missing,
        oracle.pending,
        oracle.listsComplete,
        oracle.relays,
        oracle.scansAt,
        oracle.scansNear);
  }

  private static Essence essence(Answer answer) {
    Map<Fingerprint, String> relays = new HashMap<>();
    Map<Fingerprint, Set<Long>> at = new HashMap<>();
    Map<Fingerprint, Set<Long>> near = new HashMap<>();
    for (Answer.RelayMatch relay : answer.relays()) {
      relays.put(relay.fingerprint(), relay.verdict().code());
      for (Answer.ScanSeen scan : relay.scans()) {
        (scan.atTheTime() ? at : near)
            .computeIfAbsent(relay.fingerprint(), one -> new TreeSet<>())
            .add(scan.time().getEpochSecond());
      }
    }
    return new Essence(
        answer.verdict().code(),
        answer.inForce(),
        seconds(answer.coverage().consensuses().missing()),
        seconds(answer.coverage().consensuses().pending()),
        answer.coverage().exitLists().complete(),
        relays,
        at,
        near);
  }

  private static Set<Long> seconds(List<Instant> instants) {
    Set<Long> seconds = new TreeSet<>();
    instants.forEach(instant -> seconds.add(instant.getEpochSecond()));
    return seconds;
  }
}
