package org.relaywitness.netdoc;

import java.util.ArrayList;
import java.util.List;
import org.relaywitness.netdoc.EntryQuotation.Line;

/** The lines on one relay as they lie in the document; for the length of a visit only. */
public final class EntryLines {
  /** More of them are no entry that a person could read. */
  static final int MOST = 64;

  private final byte[] document;
  private final int[] numbers = new int[MOST];
  private final int[] starts = new int[MOST];
  private final int[] ends = new int[MOST];
  private int count;

  EntryLines(byte[] document) {
    this.document = document;
  }

  void add(int number, int start, int end) {
    numbers[count] = number;
    starts[count] = start;
    ends[count++] = end;
  }

  void clear() {
    count = 0;
  }

  public int count() {
    return count;
  }

  /** The number of a line in the document, from 1 on. */
  public int number(int line) {
    return numbers[line];
  }

  /** Where the line begins in the document. */
  public int start(int line) {
    return starts[line];
  }

  /** Where the line ends in the document, without its line end. */
  public int end(int line) {
    return ends[line];
  }

  List<Line> copy() {
    List<Line> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lines.add(new Line(numbers[i], Ascii.text(document, starts[i], ends[i])));
    }
    return lines;
  }
}
