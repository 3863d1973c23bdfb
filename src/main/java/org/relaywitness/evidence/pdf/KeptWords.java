package org.relaywitness.evidence.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/**
 * Keeps a Latin word or a number and the punctuation that touches it on one line of a page from
 * right to left: the layout cuts a text where its direction changes, and would begin a line with
 * the full stop.
 */
final class KeptWords {
  /** Longer ones would not fit into a cell. */
  private static final int LONGEST = 40;

  /** Not read; and lists, whose marks the layout cannot draw beside such an element. */
  private static final Set<String> APART = Set.of("head", "li");

  private static final char LEFT_TO_RIGHT = '\u2066';
  private static final char END_OF_ISOLATE = '\u2069';
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Pattern PUNCTUATED =
      Pattern.compile(
          ".*[0-9A-Za-z\u2069][.,:;)»\u060c\u061b\u061f\u2069]*[.,:;)»\u060c\u061b\u061f]\u2069*");

  /** Beside anything else but Arabic, a word may be part of a longer run, which must stay whole. */
  private static final Pattern BEFORE =
      Pattern.compile("[\\p{IsArabic}&&\\p{L}][:.\u060c\u061b]*\\s+$");

  private static final Pattern BEHIND = Pattern.compile("^\\s*($|[\\p{IsArabic}&&\\p{L}])");

  private KeptWords() {}

  /** Puts each into an element of the class {@code kept}. */
  static void in(Element element) {
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element inner) {
        if (!APART.contains(inner.getTagName()) && !isEnglish(inner)) {
          in(inner);
        }
      } else if (child instanceof Text text) {
        child = keptFirst(text);
      }
    }
  }

  private static boolean isEnglish(Element element) {
    return element.getAttribute("lang").equals("en");
  }

  /** The element of the first such word, behind which the rest follows; else the text. */
  private static Node keptFirst(Text text) {
    String data = text.getData();
    Deque<Integer> open = new ArrayDeque<>();
    Matcher word = WORD.matcher(data);
    while (word.find()) {
      int start = word.start();
      for (int i = word.start(); i < word.end(); i++) {
        if (isStart(data.charAt(i))) {
          open.push(i);
        } else if (data.charAt(i) == END_OF_ISOLATE && !open.isEmpty()) {
          int begun = open.pop();
          // The last word of a value from left to right stands at its right: they go together.
          start = data.charAt(begun) == LEFT_TO_RIGHT ? Math.min(start, begun) : start;
        }
      }
      if (isApart(open, start, data)
          && word.end() - start <= LONGEST
          && PUNCTUATED.matcher(word.group()).matches()
          && BEFORE.matcher(data.substring(0, start)).find()
          && BEHIND.matcher(data.substring(word.end())).find()) {
        return kept(text, start, word.end());
      }
    }
    return text;
  }

  /**
   * Whether no value begins in it and ends behind it, and it is not within one from left to right.
   */
  private static boolean isApart(Deque<Integer> open, int start, String data) {
    return open.stream().noneMatch(begun -> begun >= start || data.charAt(begun) == LEFT_TO_RIGHT);
  }

  private static boolean isStart(char c) {
    return c >= LEFT_TO_RIGHT && c < END_OF_ISOLATE;
  }

  private static Element kept(Text text, int start, int end) {
    Text word = text.splitText(start);
    word.splitText(end - start);
    Element span = text.getOwnerDocument().createElement("span");
    span.setAttribute("class", "kept");
    word.getParentNode().replaceChild(span, word);
    span.appendChild(word);
    return span;
  }
}
