package org.relaywitness.evidence.pdf;

import com.openhtmltopdf.extend.FSTextBreaker;

/**
 * Where a line may end: after a blank, and after a comma, an Arabic one too. Nowhere else, so that
 * no time or date is ever torn ({@code 13:} at the end of a line, {@code 30:00} on the next), as
 * the platform's rules would have it.
 */
final class WordBreaks implements FSTextBreaker {
  private String text = "";
  private int position;

  @Override
  public void setText(String newText) {
    text = newText;
    position = 0;
  }

  /** The next place, up to the length of the text; then -1. */
  @Override
  public int next() {
    if (position >= text.length()) {
      return -1;
    }
    int next = position;
    while (next < text.length() && !mayEnd(text.charAt(next))) {
      next++;
    }
    // Blanks belong to the line that they end.
    while (next < text.length() && mayEnd(text.charAt(next))) {
      next++;
    }
    position = next;
    return next;
  }

  private static boolean mayEnd(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == ',' || c == '\u060c';
  }
}
