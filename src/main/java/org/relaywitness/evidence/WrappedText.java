package org.relaywitness.evidence;

/** Plain text in the making, broken at spaces so that no line is longer than the width. */
final class WrappedText {
  private final int width;
  private final StringBuilder text = new StringBuilder();

  WrappedText(int width) {
    this.width = width;
  }

  void heading(String heading) {
    blankLine();
    wrap(heading, "", "");
  }

  void paragraph(String paragraph) {
    if (text.length() > 0 && !text.toString().endsWith("\n\n")) {
      text.append('\n');
    }
    wrap(paragraph, "  ", "  ");
  }

  /** A name with its colon, and a value; an empty value leaves the name alone. */
  void field(String name, String value) {
    wrap(value.isEmpty() ? name : name + " " + value, "    ", "      ");
  }

  void item(String item) {
    wrap(item, "    - ", "      ");
  }

  /** A line that is never broken, such as a digest. */
  void unbroken(String line) {
    text.append("      ").append(line).append('\n');
  }

  private void blankLine() {
    if (text.length() > 0) {
      text.append('\n');
    }
  }

  private void wrap(String words, String firstIndent, String nextIndent) {
    StringBuilder line = new StringBuilder(firstIndent);
    boolean empty = true;
    for (String word : words.strip().split(" +", -1)) {
      if (!empty && line.length() + 1 + word.length() > width) {
        text.append(line).append('\n');
        line.setLength(0);
        line.append(nextIndent);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    text.append(line).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
