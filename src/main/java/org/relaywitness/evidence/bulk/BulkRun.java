package org.relaywitness.evidence.bulk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Problem;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.BulkLookup;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.lookup.Verdict;

/**
 * Answers an input, chunk by chunk and in its order: one chunk is read while others are answered,
 * each from one state of the records, which is let go before its answers are written. So however
 * slow the asker reads or writes, no connection to the records waits for it.
 */
public final class BulkRun {
  /** How many chunks may be on their way from reading to writing. */
  private static final int AHEAD = 3;

  private static final long MOST_NANOS_READING = TimeUnit.SECONDS.toNanos(1);
  private static final Texts TEXTS = Texts.of(Locale.ENGLISH);

  private final RelayHistory history;
  private final Clock clock;
  private final ExecutorService answering;
  private final BulkLimits limits;
  private final BulkForm form;
  private final OutputStream out;
  private final long begun = System.nanoTime();
  private final Deque<Future<Answered>> underWay = new ArrayDeque<>();
  private Consumer<Verdict> countAnswer = verdict -> {};
  private IntConsumer countErrors = lines -> {};
  private BulkChunk chunk = BulkChunk.first();
  private long read;
  private long written;
  private long errors;
  private boolean nothingSubmitted = true;

  /**
   * A run, to be used once.
   *
   * @param answering does the reading of records; as many chunks at a time as it has threads
   * @param out written to in large pieces; neither flushed at the end nor closed
   */
  public BulkRun(
      RelayHistory history,
      Clock clock,
      ExecutorService answering,
      BulkLimits limits,
      BulkFormat format,
      OutputStream out) {
    this.history = history;
    this.clock = clock;
    this.answering = answering;
    this.limits = limits;
    this.form = BulkForm.of(format);
    this.out = out;
  }

  /**
   * Tells of each answer's verdict, and of how many lines were none; from the threads that answer.
   */
  public BulkRun counting(Consumer<Verdict> answers, IntConsumer errors) {
    countAnswer = answers;
    countErrors = errors;
    return this;
  }

  /** A chunk in its form. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Answered(byte[] rows, int lines, int errors) {}

  /**
   * Answers all of the input.
   *
   * <p>Whatever it throws, the answer breaks off: what is written then is only a part, and {@link
   * #breakOff} should say so. Input that cannot be read on is no such case: a last row says that.
   *
   * @throws IOException when reading or writing fails
   * @throws BulkLimitException when there is too much of it
   * @throws RuntimeException of the records when they cannot be read
   */
  public void run(BulkInput in) throws IOException {
    write(form.start());
    BulkInputException broken = null;
    try {
      boolean more = true;
      while (more) {
        try {
          more = fill(in);
        } catch (BulkInputException e) {
          broken = e;
          more = false;
        }
        submit();
        writeAnswered(more ? AHEAD - 1 : 0);
      }
    } finally {
      // After a fault nobody waits for what has not begun.
      underWay.forEach(chunk -> chunk.cancel(false));
    }
    if (broken != null) {
      errors++;
      write(
          form.failure(
              new Problem(
                  "bulk-" + broken.code().replace('_', '-'),
                  TEXTS.text("error.bulk_broken.title"),
                  400,
                  broken.detail(),
                  List.of()),
              nothingSubmitted));
    }
    write(form.end());
  }

  /** Writes a last row that says why the answer ends in the middle. */
  public void breakOff(Problem problem) throws IOException {
    errors++;
    write(form.failure(problem, nothingSubmitted));
  }

  /** How many lines were answered, those with an error included. */
  public long lines() {
    return written;
  }

  /** How many lines had an error, and whether the whole had one. */
  public long errors() {
    return errors;
  }

  /**
   * Answers what was read so far: to be called whenever the input is about to wait for its sender,
   * who may be waiting for answers.
   */
  public void beforeWaiting() throws IOException {
    submit();
    writeAnswered(0);
  }

  /** Whether there may be more behind the chunk. */
  private boolean fill(BulkInput in) throws IOException, BulkInputException {
    long start = System.nanoTime();
    while (!chunk.isFull()) {
      BulkLine line = in.next();
      if (line == null) {
        return false;
      }
      if (++read > limits.lines()) {
        throw new BulkLimitException(BulkLimitException.Limit.LINES);
      }
      chunk.add(line);
      if (System.nanoTime() - start > MOST_NANOS_READING) {
        break;
      }
    }
    return true;
  }

  private void submit() {
    if (!chunk.isEmpty()) {
      List<BulkLine> lines = chunk.lines();
      boolean first = nothingSubmitted;
      nothingSubmitted = false;
      underWay.add(answering.submit(() -> answered(lines, first)));
      chunk = chunk.next();
    }
  }

  private Answered answered(List<BulkLine> lines, boolean first) {
    List<Question> questions =
        lines.stream().map(BulkLine::question).filter(Objects::nonNull).toList();
    Instant now = clock.instant();
    List<BulkResult.Essence> answers =
        questions.isEmpty()
            ? List.of()
            : history.read(
                snapshot -> BulkLookup.answers(questions, snapshot, now, BulkResult.Essence::of));
    answers.forEach(answer -> countAnswer.accept(answer.verdict()));
    countErrors.accept(lines.size() - questions.size());
    List<BulkResult> results = new ArrayList<>(lines.size());
    int next = 0;
    for (BulkLine line : lines) {
      BulkResult.@Nullable Essence answer = line.question() == null ? null : answers.get(next++);
      results.add(new BulkResult(line.number(), line.id(), answer, line.problems()));
    }
    return new Answered(
        form.rows(results, first).getBytes(StandardCharsets.UTF_8),
        lines.size(),
        lines.size() - questions.size());
  }

  /** Writes the oldest chunks until no more than so many, none of them ready, are under way. */
  private void writeAnswered(int left) throws IOException {
    for (Future<Answered> oldest = underWay.peek();
        oldest != null && (underWay.size() > left || oldest.isDone());
        oldest = underWay.peek()) {
      Answered answered = answerOf(oldest);
      underWay.remove();
      out.write(answered.rows());
      out.flush();
      written += answered.lines();
      errors += answered.errors();
      if (System.nanoTime() - begun > limits.time().toNanos()) {
        throw new BulkLimitException(BulkLimitException.Limit.TIME);
      }
    }
  }

  private static Answered answerOf(Future<Answered> chunk) throws IOException {
    try {
      return chunk.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a chunk was answered", e);
    }
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
