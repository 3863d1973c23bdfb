package org.relaywitness.evidence.pdf;

import com.openhtmltopdf.css.constants.IdentValue;
import com.openhtmltopdf.css.parser.FSRGBColor;
import com.openhtmltopdf.css.value.FontSpecification;
import com.openhtmltopdf.extend.OutputDevice;
import com.openhtmltopdf.render.FSFont;
import com.openhtmltopdf.render.RenderingContext;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * A picture on a page, in units of its own. Draws straight into the page: no image, and none of the
 * platform's fonts, which a server may lack.
 */
final class Drawing {
  private static final FSRGBColor WHITE = new FSRGBColor(255, 255, 255);

  private final OutputDevice out;
  private final RenderingContext context;
  private final AffineTransform place;
  private final double scale;

  /** A picture whose upper left corner is at (x, y), with this many dots to the unit. */
  Drawing(OutputDevice out, RenderingContext context, double x, double y, double scale) {
    this.out = out;
    this.context = context;
    this.scale = scale;
    this.place = new AffineTransform(scale, 0, 0, scale, x, y);
  }

  /** Fills a shape with a grey: 0 is black, 255 white. */
  void fill(Shape shape, int grey) {
    out.setColor(grey == 255 ? WHITE : new FSRGBColor(grey, grey, grey));
    out.fill(place.createTransformedShape(shape));
  }

  /** The frame just within a rectangle. */
  void frame(Rectangle2D outer, double thickness, int grey) {
    Path2D frame = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    double left = outer.getX();
    double top = outer.getY();
    double width = outer.getWidth();
    double height = outer.getHeight();
    frame.append(new Rectangle2D.Double(left, top, width, thickness), false);
    frame.append(new Rectangle2D.Double(left, top + height - thickness, width, thickness), false);
    double inner = height - 2 * thickness;
    frame.append(new Rectangle2D.Double(left, top + thickness, thickness, inner), false);
    frame.append(
        new Rectangle2D.Double(left + width - thickness, top + thickness, thickness, inner), false);
    fill(frame, grey);
  }

  /** Fills a rectangle with slanting lines on white. */
  void hatch(Rectangle2D area, double step, double thickness, int grey) {
    fill(area, 255);
    out.pushClip(place.createTransformedShape(area));
    Path2D lines = new Path2D.Double();
    double height = area.getHeight();
    for (double x = area.getX() - height; x < area.getMaxX(); x += step) {
      lines.moveTo(x, area.getMaxY());
      lines.lineTo(x + thickness, area.getMaxY());
      lines.lineTo(x + thickness + height, area.getY());
      lines.lineTo(x + height, area.getY());
      lines.closePath();
    }
    fill(lines, grey);
    out.popClip();
  }

  /** Writes a word with its base line at y; centred on x, or from x on. */
  void write(String label, double x, double y, double size, boolean centred) {
    String text = RightToLeft.drawn(label);
    FontSpecification wanted = new FontSpecification();
    wanted.families = new String[] {PdfFonts.SANS};
    wanted.size = (float) (size * scale);
    wanted.fontWeight = IdentValue.NORMAL;
    wanted.fontStyle = IdentValue.NORMAL;
    wanted.variant = IdentValue.NORMAL;
    FSFont font = context.getFont(wanted);
    double left = x * scale + place.getTranslateX();
    if (centred) {
      left -= context.getTextRenderer().getWidth(context.getFontContext(), font, text) / 2.0;
    }
    out.setColor(FSRGBColor.BLACK);
    out.setFont(font);
    context
        .getTextRenderer()
        .drawString(out, text, (float) left, (float) (y * scale + place.getTranslateY()));
  }
}
