package org.relaywitness.evidence.pdf;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Map;

/** A text as QR code. */
final class QrCode {
  private final BitMatrix modules;

  private QrCode(BitMatrix modules) {
    this.modules = modules;
  }

  /** The code of a text, with the quiet zone around it that readers need. */
  static QrCode of(String text) {
    try {
      return new QrCode(
          new QRCodeWriter()
              .encode(
                  text,
                  BarcodeFormat.QR_CODE,
                  1,
                  1,
                  Map.of(
                      EncodeHintType.CHARACTER_SET,
                      "UTF-8",
                      EncodeHintType.ERROR_CORRECTION,
                      ErrorCorrectionLevel.M,
                      EncodeHintType.MARGIN,
                      4)));
    } catch (WriterException e) {
      throw new IllegalArgumentException("too long for a QR code", e);
    }
  }

  /** How many modules it is wide and high. */
  int size() {
    return modules.getWidth();
  }

  /** Draws it, one unit to the module. */
  void draw(Drawing out) {
    Path2D dark = new Path2D.Double();
    for (int y = 0; y < modules.getHeight(); y++) {
      for (int x = 0; x < modules.getWidth(); x++) {
        if (modules.get(x, y)) {
          int start = x;
          while (x + 1 < modules.getWidth() && modules.get(x + 1, y)) {
            x++;
          }
          dark.append(new Rectangle2D.Double(start, y, x + 1.0 - start, 1), false);
        }
      }
    }
    out.fill(dark, 0);
  }
}
