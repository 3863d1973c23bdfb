package org.relaywitness.evidence.bulk;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.relaywitness.lookup.Question;

/** Lines that are answered from one state of the records; bounded in all that they cost. */
final class BulkChunk {
  private static final int FIRST = 64;
  private static final int MOST = 2_500;

  /** The records of each further day are read, some hundred kilobytes of memory. */
  private static final int MOST_DAYS = 100;

  private final int most;
  private final List<BulkLine> lines = new ArrayList<>();
  private final Set<LocalDate> days = new HashSet<>();

  private BulkChunk(int most) {
    this.most = most;
  }

  /** The first is small, so that a slow asker sees answers early. */
  static BulkChunk first() {
    return new BulkChunk(FIRST);
  }

  /** An empty one, larger than this. */
  BulkChunk next() {
    return new BulkChunk(Math.min(MOST, 4 * most));
  }

  void add(BulkLine line) {
    lines.add(line);
    Question question = line.question();
    if (question != null) {
      Instant from = question.from();
      days.add(LocalDate.ofInstant(from, ZoneOffset.UTC));
    }
  }

  boolean isFull() {
    return lines.size() >= most || days.size() >= MOST_DAYS;
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  List<BulkLine> lines() {
    return lines;
  }
}
