package org.relaywitness.evidence.pdf;

import com.openhtmltopdf.extend.FSObjectDrawer;
import com.openhtmltopdf.extend.FSObjectDrawerFactory;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.TimeStrip;
import org.w3c.dom.Element;

/** The pictures of one report, for the {@code object} elements of its page. */
final class Pictures implements FSObjectDrawerFactory {
  static final String STRIP = "strip";
  static final String QR = "qr";

  private final TimeStrip strip;
  private final @Nullable QrCode code;

  Pictures(TimeStrip strip, @Nullable QrCode code) {
    this.strip = strip;
    this.code = code;
  }

  @Override
  public boolean isReplacedObject(Element element) {
    String type = element.getAttribute("type");
    return type.equals(STRIP) || (type.equals(QR) && code != null);
  }

  @Override
  public FSObjectDrawer createDrawer(Element element) {
    QrCode drawn = element.getAttribute("type").equals(QR) ? code : null;
    return (e, x, y, width, height, out, context, dots) -> {
      if (drawn == null) {
        StripDrawing.draw(strip, new Drawing(out, context, x, y, width / TimeStrip.WIDTH));
      } else {
        drawn.draw(new Drawing(out, context, x, y, width / drawn.size()));
      }
      return null;
    };
  }
}
