package org.relaywitness.evidence.pdf;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * An element of the page in the making. Text goes in as text, never as markup: whatever a relay
 * calls itself, it cannot become an element.
 */
final class Tag {
  private static final char ISOLATE = '\u2068';
  private static final char END_OF_ISOLATE = '\u2069';

  private final Element element;

  private Tag(Element element) {
    this.element = element;
  }

  /** The root of a new document. */
  static Tag root(String name) {
    try {
      Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
      Element root = document.createElement(name);
      document.appendChild(root);
      return new Tag(root);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the platform's XML parser cannot be set up", e);
    }
  }

  /** A new element at the end of this one. */
  Tag add(String name) {
    Element child = document().createElement(name);
    element.appendChild(child);
    return new Tag(child);
  }

  /** A new element of this class at the end of this one. */
  Tag add(String name, String cssClass) {
    return add(name).set("class", cssClass);
  }

  /** Sets an attribute. */
  Tag set(String name, String value) {
    element.setAttribute(name, value);
    return this;
  }

  /**
   * Adds text. What is isolated in it (U+2068 to U+2069) becomes an element of its own, from left
   * to right unless its first letter is of a script that is written from right to left.
   */
  Tag text(String text) {
    int open = text.indexOf(ISOLATE);
    if (open < 0) {
      element.appendChild(document().createTextNode(text));
      return this;
    }
    int close = end(text, open);
    if (open > 0) {
      element.appendChild(document().createTextNode(text.substring(0, open)));
    }
    String inside = text.substring(open + 1, close);
    add("span", beginsRightToLeft(inside) ? "rtl" : "ltr").text(inside);
    return close + 1 < text.length() ? text(text.substring(close + 1)) : this;
  }

  private static int end(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      if (text.charAt(i) == ISOLATE) {
        depth++;
      } else if (text.charAt(i) == END_OF_ISOLATE) {
        depth--;
        if (depth == 0) {
          return i;
        }
      }
    }
    throw new IllegalArgumentException("an isolate that does not end");
  }

  private static boolean beginsRightToLeft(String text) {
    for (int i = 0; i < text.length(); i++) {
      switch (Character.getDirectionality(text.charAt(i))) {
        case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> {
          return false;
        }
        case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
            Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> {
          return true;
        }
        default -> {
          // No letter: says nothing of the direction.
        }
      }
    }
    return false;
  }

  /** A new cell of this row: the last in the language's direction. */
  Tag addCell(String name) {
    Tag cell = add(name);
    boolean rightToLeft = document().getDocumentElement().getAttribute("dir").equals("rtl");
    if (rightToLeft) {
      // The layout knows rows from left to right alone.
      element.insertBefore(cell.element, element.getFirstChild());
    }
    return cell;
  }

  /** The document it stands in. */
  Document document() {
    return element.getOwnerDocument();
  }
}
