package org.relaywitness.evidence.pdf;

import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * An element of the page in the making. Text goes in as text, never as markup: whatever a relay
 * calls itself, it cannot become an element.
 */
final class Tag {
  private static final Pattern HEADING = Pattern.compile("h[1-6]");

  private final Element element;
  private final int lower;

  private Tag(Element element, int lower) {
    this.element = element;
    this.lower = lower;
  }

  /** The root of a new document. */
  static Tag root(String name) {
    try {
      Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
      Element root = document.createElement(name);
      document.appendChild(root);
      return new Tag(root, 0);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the platform's XML parser cannot be set up", e);
    }
  }

  /** A new element at the end of this one. */
  Tag add(String name) {
    boolean heading = lower > 0 && HEADING.matcher(name).matches();
    Element child = document().createElement(heading ? "h" + (name.charAt(1) - '0' + lower) : name);
    element.appendChild(child);
    return new Tag(child, lower);
  }

  /** The same element, in which headings are of lower levels: by so many. */
  Tag lowered(int levels) {
    return new Tag(element, lower + levels);
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

  /** Adds text. */
  Tag text(String text) {
    element.appendChild(document().createTextNode(text));
    return this;
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
