package org.relaywitness.evidence.pdf;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The fonts that a report embeds: DejaVu, which has the letters of every language planned. */
final class PdfFonts {
  static final String SANS = "Sans";
  static final String MONO = "Mono";

  private static final String FOLDER = "/net/sf/jasperreports/fonts/dejavu/";
  private static final byte[] REGULAR = read("DejaVuSans.ttf");
  private static final byte[] BOLD = read("DejaVuSans-Bold.ttf");
  private static final byte[] FIXED = read("DejaVuSansMono.ttf");

  private PdfFonts() {}

  /** Makes the fonts known, as {@link #SANS} (regular and bold) and {@link #MONO}. */
  static void add(PdfRendererBuilder builder) {
    add(builder, REGULAR, SANS, 400);
    add(builder, BOLD, SANS, 700);
    add(builder, FIXED, MONO, 400);
  }

  private static void add(PdfRendererBuilder builder, byte[] font, String family, int weight) {
    builder.useFont(() -> new ByteArrayInputStream(font), family, weight, FontStyle.NORMAL, true);
  }

  private static byte[] read(String name) {
    try (InputStream in = PdfFonts.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + name, e);
    }
  }
}
