package org.relaywitness.evidence.pdf;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.relaywitness.evidence.TimeStrip;
import org.relaywitness.evidence.TimeStrip.Bar;
import org.relaywitness.evidence.TimeStrip.Mark;

/** Draws the picture of time in black, white and grey, so that any printer prints it. */
final class StripDrawing {
  /** Height of the picture for {@link TimeStrip#WIDTH}. */
  static final int HEIGHT = 150;

  private static final int BLACK = 0;
  private static final int DARK = 70;
  private static final int LINE = 150;
  private static final double TEXT = 17;
  private static final int TOP = 48;
  private static final int TALL = 34;

  private final Drawing out;

  private StripDrawing(Drawing out) {
    this.out = out;
  }

  static void draw(TimeStrip strip, Drawing out) {
    new StripDrawing(out).draw(strip);
  }

  private void draw(TimeStrip strip) {
    for (Mark day : strip.days()) {
      out.fill(new Rectangle2D.Double(x(day), 4, 1, 142), LINE);
      if (!day.text().isEmpty()) {
        out.write(day.text(), x(day) + 5, 18, TEXT, false);
      }
    }
    bar(strip.ground());
    strip.bars().forEach(this::bar);
    for (Bar force : strip.inForce()) {
      out.fill(area(force, TOP + TALL + 4, 7), BLACK);
    }
    for (Mark scan : strip.scans()) {
      out.fill(triangle(x(scan), 112), BLACK);
    }
    for (Mark hour : strip.hours()) {
      out.fill(new Rectangle2D.Double(x(hour) - 0.5, 120, 1, 6), DARK);
      out.write(hour.text(), x(hour), 143, TEXT, true);
    }
    asked(strip.asked());
    strip.instant().forEach(this::instant);
  }

  private void bar(Bar bar) {
    Rectangle2D area = area(bar, TOP, TALL);
    switch (bar.kind()) {
      case "listed" -> out.fill(area, DARK);
      case "not_listed" -> {
        out.fill(area, 255);
        out.frame(area, 1.2, DARK);
      }
      case "elsewhere" -> {
        out.fill(area, 255);
        for (double y = area.getY() + 4; y < area.getMaxY(); y += 8) {
          out.fill(new Rectangle2D.Double(area.getX(), y, area.getWidth(), 3), DARK);
        }
        out.frame(area, 1.2, DARK);
      }
      case "pending" -> {
        out.fill(area, 255);
        out.frame(area, 2, LINE);
      }
      default -> {
        out.hatch(area, 7, 2.2, BLACK);
        out.frame(area, 1, DARK);
      }
    }
  }

  /** The time asked: white between black, so that it stands out of a dark bar too. */
  private void asked(Bar asked) {
    Rectangle2D area = area(asked, 28, 94);
    double left = area.getX();
    double right = area.getMaxX();
    for (double edge : new double[] {left, right}) {
      out.fill(new Rectangle2D.Double(edge - 2.5, 28, 5, 94), 255);
    }
    Rectangle2D frame = new Rectangle2D.Double(left - 1.5, 28, right - left + 3, 94);
    if (right - left < 6) {
      out.fill(frame, BLACK);
    } else {
      out.frame(frame, 3, BLACK);
    }
  }

  /** The instant within its tolerance, like the time asked but thinner. */
  private void instant(Bar instant) {
    double x = Double.parseDouble(instant.x());
    out.fill(new Rectangle2D.Double(x - 2.5, 28, 5, 94), 255);
    out.fill(new Rectangle2D.Double(x - 1, 28, 2, 94), BLACK);
  }

  private static Rectangle2D area(Bar bar, double top, double height) {
    return new Rectangle2D.Double(
        Double.parseDouble(bar.x()), top, Double.parseDouble(bar.width()), height);
  }

  private static double x(Mark mark) {
    return Double.parseDouble(mark.x());
  }

  private static Path2D triangle(double x, double y) {
    Path2D path = new Path2D.Double();
    path.moveTo(x, y - 11);
    path.lineTo(x + 8, y + 4);
    path.lineTo(x - 8, y + 4);
    path.closePath();
    return path;
  }
}
