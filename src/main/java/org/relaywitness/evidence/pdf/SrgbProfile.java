package org.relaywitness.evidence.pdf;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sRGB colour space as an ICC profile (ICC.1:2004-10), which PDF/A wants embedded. Written here
 * byte by byte because what the platform gives differs from one Java to the next, and with it the
 * report.
 */
final class SrgbProfile {
  private static final int HEADER = 128;
  private static final int TAG_ENTRY = 12;
  private static final byte[] BYTES = profile();

  private SrgbProfile() {}

  /** The profile. */
  static byte[] bytes() {
    return BYTES.clone();
  }

  private static byte[] profile() {
    try {
      Map<String, byte[]> tags = new LinkedHashMap<>();
      tags.put("desc", text("sRGB"));
      tags.put("cprt", text("Public domain"));
      tags.put("wtpt", numbers("XYZ ", 0.9642, 1.0, 0.8249));
      tags.put(
          "chad",
          // From the D65 white of sRGB to the D50 of the profile connection space (Bradford).
          numbers(
              "sf32",
              1.0478112,
              0.0228866,
              -0.0501270,
              0.0295424,
              0.9904844,
              -0.0170491,
              -0.0092345,
              0.0150436,
              0.7521316));
      tags.put("rXYZ", numbers("XYZ ", 0.43607, 0.22249, 0.01392));
      tags.put("gXYZ", numbers("XYZ ", 0.38515, 0.71687, 0.09708));
      tags.put("bXYZ", numbers("XYZ ", 0.14307, 0.06061, 0.71410));
      byte[] curve = curve();
      tags.put("rTRC", curve);
      tags.put("gTRC", curve);
      tags.put("bTRC", curve);
      return assembled(tags);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private static byte[] assembled(Map<String, byte[]> tags) throws IOException {
    int start = HEADER + 4 + TAG_ENTRY * tags.size();
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    DataOutputStream entries = new DataOutputStream(table);
    entries.writeInt(tags.size());
    for (Map.Entry<String, byte[]> tag : tags.entrySet()) {
      entries.write(tag.getKey().getBytes(StandardCharsets.US_ASCII));
      entries.writeInt(start + data.size());
      entries.writeInt(tag.getValue().length);
      data.write(tag.getValue());
    }
    ByteArrayOutputStream profile = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(profile);
    out.writeInt(start + data.size());
    out.writeInt(0);
    out.writeInt(0x04200000);
    out.write("mntrRGB XYZ ".getBytes(StandardCharsets.US_ASCII));
    for (int part : new int[] {2024, 1, 1, 0, 0, 0}) {
      out.writeShort(part);
    }
    out.write("acsp".getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[28]);
    out.write(fixed(0.9642));
    out.write(fixed(1.0));
    out.write(fixed(0.8249));
    out.write(new byte[HEADER - out.size()]);
    out.write(table.toByteArray());
    out.write(data.toByteArray());
    return profile.toByteArray();
  }

  private static byte[] text(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    byte[] encoded = text.getBytes(StandardCharsets.UTF_16BE);
    out.write("mluc".getBytes(StandardCharsets.US_ASCII));
    out.writeInt(0);
    out.writeInt(1);
    out.writeInt(12);
    out.write("enUS".getBytes(StandardCharsets.US_ASCII));
    out.writeInt(encoded.length);
    out.writeInt(28);
    out.write(encoded);
    return padded(bytes);
  }

  private static byte[] numbers(String type, double... values) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(type.getBytes(StandardCharsets.US_ASCII));
    bytes.write(new byte[4]);
    for (double value : values) {
      bytes.write(fixed(value));
    }
    return padded(bytes);
  }

  /** The transfer curve of IEC 61966-2-1, as parametric curve of type 3. */
  private static byte[] curve() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("para".getBytes(StandardCharsets.US_ASCII));
    bytes.write(new byte[] {0, 0, 0, 0, 0, 3, 0, 0});
    for (double value : new double[] {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045}) {
      bytes.write(fixed(value));
    }
    return padded(bytes);
  }

  /** As s15Fixed16Number. */
  private static byte[] fixed(double value) {
    int bits = (int) Math.round(value * 65536);
    return new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
  }

  private static byte[] padded(ByteArrayOutputStream bytes) throws IOException {
    while (bytes.size() % 4 != 0) {
      bytes.write(0);
    }
    return bytes.toByteArray();
  }
}
