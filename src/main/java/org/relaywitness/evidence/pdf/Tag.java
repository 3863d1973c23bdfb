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
