package org.relaywitness.evidence.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Makes a report that is laid out from right to left read in the right order by programs that read
 * aloud or copy: its glyphs stand in the order of the eye, so each block of text says in its tag
 * what it is in the order of the ear (ActualText), and the cells of a row, which are laid out
 * reversed, are put in the order of the language.
 */
final class SpokenText {
  private static final Set<String> BLOCKS = Set.of("p", "h1", "h2", "h3", "th", "td", "li");
  private static final Set<String> TAGS = Set.of("P", "H1", "H2", "H3", "TH", "TD", "LBody");

  private final List<String> texts = new ArrayList<>();
  private int next;

  private SpokenText() {}

  /**
   * Puts the texts of the page into the tags of the document that was made from it.
   *
   * @throws IllegalStateException when the blocks of the two do not agree
   */
  static void add(PDDocument document, Document page) {
    SpokenText spoken = new SpokenText();
    spoken.collect(page.getDocumentElement());
    spoken.walk(document.getDocumentCatalog().getStructureTreeRoot().getCOSObject());
    if (spoken.next != spoken.texts.size()) {
      throw new IllegalStateException(
          "the page has " + spoken.texts.size() + " blocks, the document " + spoken.next);
    }
  }

  private void collect(Element element) {
    if (BLOCKS.contains(element.getTagName())) {
      texts.add(
          RightToLeft.withoutIsolates(element.getTextContent()).replaceAll("\\s+", " ").strip());
      return;
    }
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element inner) {
        collect(inner);
      }
    }
  }

  private void walk(COSDictionary tag) {
    String kind = tag.getNameAsString(COSName.S);
    if (kind != null && TAGS.contains(kind)) {
      if (next < texts.size()) {
        tag.setString(COSName.ACTUAL_TEXT, texts.get(next));
      }
      next++;
      return;
    }
    COSBase kids = tag.getDictionaryObject(COSName.K);
    if (kids instanceof COSDictionary only) {
      walk(only);
    } else if (kids instanceof COSArray all) {
      for (COSBase kid : all.toList().stream().map(SpokenText::resolved).toList()) {
        if (kid instanceof COSDictionary inner) {
          walk(inner);
        }
      }
      if ("TR".equals(kind)) {
        reverse(all);
      }
    }
  }

  private static COSBase resolved(COSBase object) {
    return object instanceof org.apache.pdfbox.cos.COSObject reference
        ? reference.getObject()
        : object;
  }

  private static void reverse(COSArray cells) {
    List<? extends COSBase> before = new ArrayList<>(cells.toList());
    for (int i = 0; i < before.size(); i++) {
      cells.set(i, before.get(before.size() - 1 - i));
    }
  }
}
