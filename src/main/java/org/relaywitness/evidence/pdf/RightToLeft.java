package org.relaywitness.evidence.pdf;

import com.ibm.icu.text.ArabicShaping;
import com.ibm.icu.text.ArabicShapingException;
import com.ibm.icu.text.Bidi;
import com.openhtmltopdf.bidi.BidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.TextDirection;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;

/**
 * The order and the shapes of letters on paper in languages written from right to left: a PDF holds
 * what is seen, from left to right, in the shapes that letters have next to each other.
 */
final class RightToLeft implements BidiReorderer {
  /** Shapes of vowel marks that stand alone, which fonts lack; and the marks themselves. */
  private static final String ALONE =
      "\ufe70\u064b\ufe71\u064b\ufe72\u064c\ufe74\u064d\ufe76\u064e\ufe77\u064e\ufe78\u064f"
          + "\ufe79\u064f\ufe7a\u0650\ufe7b\u0650\ufe7c\u0651\ufe7d\u0651\ufe7e\u0652\ufe7f\u0652";

  private final ArabicShaping shaper =
      new ArabicShaping(
          ArabicShaping.TEXT_DIRECTION_LOGICAL
              | ArabicShaping.LETTERS_SHAPE
              | ArabicShaping.LENGTH_GROW_SHRINK);
  private final ArabicShaping unshaper =
      new ArabicShaping(
          ArabicShaping.TEXT_DIRECTION_LOGICAL
              | ArabicShaping.LETTERS_UNSHAPE
              | ArabicShaping.LENGTH_GROW_SHRINK);

  /** Has a page laid out from right to left. */
  static void layOut(PdfRendererBuilder builder) {
    builder.useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory());
    builder.useUnicodeBidiReorderer(new RightToLeft());
    builder.defaultTextDirection(TextDirection.RTL);
  }

  /** A single line of either direction, as it is drawn. */
  static String drawn(String text) {
    String shaped = new RightToLeft().shapeText(text);
    return new Bidi(shaped, Bidi.DIRECTION_LEFT_TO_RIGHT)
        .writeReordered(Bidi.DO_MIRRORING | Bidi.REMOVE_BIDI_CONTROLS);
  }

  /** The text without the characters that only isolate. */
  static String withoutIsolates(String text) {
    return text.replaceAll("[\u2066-\u2069]", "");
  }

  @Override
  public String reorderRTLTextToLTR(String text) {
    return Bidi.writeReverse(text, Bidi.DO_MIRRORING);
  }

  @Override
  public String shapeText(String text) {
    String shaped = shape(shaper, text);
    StringBuilder marks = new StringBuilder(shaped);
    for (int i = 0; i < marks.length(); i++) {
      int alone = ALONE.indexOf(marks.charAt(i));
      if (marks.charAt(i) >= '\ufe70' && marks.charAt(i) <= '\ufe7f' && alone >= 0) {
        marks.setCharAt(i, ALONE.charAt(alone + 1));
      }
    }
    return marks.toString();
  }

  @Override
  public String deshapeText(String text) {
    return shape(unshaper, text);
  }

  private static String shape(ArabicShaping shaping, String text) {
    try {
      return shaping.shape(text);
    } catch (ArabicShapingException e) {
      throw new IllegalStateException("text that grows as needed can always be shaped", e);
    }
  }

  @Override
  public boolean isLiveImplementation() {
    return true;
  }
}
